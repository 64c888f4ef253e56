import t from 'tap'
import { json } from './json.ts'
import { frozen, hostile, hostileText, passed, written } from './result.fixture.ts'
import { schemaComplaint } from './schema.fixture.ts'

const settings = { tool: 'chardev-fc 0.2.0', command: ['run', 'debugcon', '--json'] }

void t.test('one document at the end and nothing before it', async t => {
  const written: string[] = []
  const reporter = json(text => written.push(text), settings)
  reporter.begin?.({ cells: 2 })
  reporter.cellStarted?.(passed())
  reporter.phase?.(passed(), 'booting')
  reporter.cellEnded?.(passed())
  t.equal(written.length, 0)
  reporter.end?.([passed(), frozen({ dir: '/runs/1' })], 2)
  t.equal(written.length, 1)

  const document = JSON.parse(written.join(''))
  t.same(Object.keys(document), ['schema', 'tool', 'command', 'planned', 'results'])
  t.match(document, { schema: 2, ...settings, planned: 2 })
  t.strictSame(document.results[0], passed(), 'what is not there is left out, not null')
  t.strictSame(document.results[1], frozen({ dir: '/runs/1' }))
})

void t.test('names and order of a result are those of the contract', async t => {
  let text = ''
  json(more => {
    text += more
  }, settings).end?.([frozen({ dir: '/runs/1' })], 2)
  t.same(Object.keys(JSON.parse(text).results[0]), [
    'case',
    'qemu',
    'accel',
    'start',
    'outcome',
    'symptom',
    'expected',
    'because',
    'findings',
    'numbers',
    'freeze',
    'seconds',
    'dir',
  ])
})

void t.test("a finding's own numbers stay out: the result has them", async t => {
  let text = ''
  const findings = [
    { name: 'alive', outcome: 'pass', because: 'it lives', numbers: { drainedBytes: 1 } },
  ] as const
  json(more => {
    text += more
  }, settings).end?.([passed({ findings })], 2)
  t.strictSame(JSON.parse(text).results[0].findings, [
    { name: 'alive', outcome: 'pass', because: 'it lives' },
  ])
})

void t.test('no results is a document too', async t => {
  let text = ''
  json(more => {
    text += more
  }, settings).end?.([], 2)
  t.strictSame(JSON.parse(text).results, [])
})

void t.test('the document is as its schema says, and has nothing that the schema does not name', async t => {
  const kinds = (['pass', 'fail', 'inconclusive', 'skip', 'error'] as const).map(outcome =>
    passed({ outcome }),
  )
  const full = frozen({ dir: '/runs/1', repeat: 2, start: 'warm' })
  const text = written(write => json(write, settings), [...kinds, full, hostile()])
  t.equal(schemaComplaint(JSON.parse(text)), null)
  t.not(schemaComplaint({ ...JSON.parse(text), more: 1 }), null, 'it would have noticed')
  t.match(JSON.parse(text).results.at(-1), { because: hostileText })
})
