import t from 'tap'
import { evidenceText } from './evidence-text.ts'

void t.test('threads as lines, texts as they are, the rest as JSON, and not too much', async t => {
  const thread = { name: 'CPU 0/TCG', role: 'vcpu', tid: 9023, state: 'S', cpuPercent: 6, wchan: '0' }
  t.equal(
    evidenceText({ threads: [{ ...thread, syscall: { number: 202, name: 'futex' } }, 'strange'] }),
    'CPU 0/TCG (vcpu, 9023): S in futex, 6 % CPU\n"strange"',
  )
  t.equal(evidenceText(['one', 'two']), 'one\ntwo')
  t.equal(evidenceText('not to be had'), 'not to be had')
  t.equal(evidenceText({ status: 'running' }), '{\n  "status": "running"\n}')
  t.ok(evidenceText('x'.repeat(1e6)).length < 17_000)
})

void t.test('data that looks otherwise, and cannot even become text', async t => {
  t.equal(
    evidenceText({ threads: [{ cpuPercent: { toString: 'vcpu' } }, 5] }),
    'undefined (undefined, undefined): undefined, {"toString":"vcpu"} % CPU\n5',
  )
})
