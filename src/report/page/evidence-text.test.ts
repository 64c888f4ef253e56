import t from 'tap'
import { evidenceText } from './evidence-text.ts'

void t.test('a thread of QEMU on one line', async t => {
  const thread = { name: 'CPU 0/TCG', role: 'vcpu', tid: 9023, state: 'S', cpuPercent: 6, wchan: '0' }
  t.equal(
    evidenceText({ threads: [{ ...thread, syscall: { name: 'futex' } }] }),
    'CPU 0/TCG (vcpu, 9023): S in futex, 6 % CPU',
  )
})

void t.test('data that looks otherwise, and cannot even become text', async t => {
  t.equal(
    evidenceText({ threads: [{ cpuPercent: { toString: 'vcpu' } }, 5] }),
    'undefined (undefined, undefined): undefined, {"toString":"vcpu"} % CPU\n5',
  )
})
