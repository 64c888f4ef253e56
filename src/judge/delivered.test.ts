import { createHash } from 'node:crypto'
import t from 'tap'
import { delivered } from './delivered.ts'
import { at, begin, cut, died, end, peer, started, story, well } from './history.fixture.ts'
import { counting } from './payload.ts'

const payload = counting({ lines: 3 })
const judge = delivered(payload).judge
const sum = createHash('sha256').update('1\n2\n3\n').digest('hex')
const said = (text: string) => at(3000, { kind: 'job', job: 'job1', event: 'said', text })
const sent = (ms: number, total: number) => at(ms, { kind: 'sent', peer: 'peer1', bytes: 1, total, of: 6 })
const run = [begin(), well(1000, 8600), sent(2200, 0), started(2500)]
const stood = [cut(8000, 'standstill'), end(8600)]

t.test('the sum tells', async t => {
  t.match(judge(story(run, sent(2600, 6), said(`${sum}  -`), end(8600))), { outcome: 'pass' })
  t.match(judge(story(run, sent(2600, 6), said(`${'0'.repeat(64)}  -`), end(8600))), {
    outcome: 'fail',
    symptom: 'loss',
  })
})

t.test('a guest that waits for more: lost when all was taken, stuck when not', async t => {
  t.match(judge(story(run, sent(2600, 6), stood)), { outcome: 'fail', symptom: 'loss' })
  t.match(judge(story(run, sent(2600, 4), stood)), { outcome: 'fail', symptom: 'stuck' })
})

t.test('everything else is inconclusive', async t => {
  const unclear = {
    'no standstill': story(run, sent(2600, 6), end(8600)),
    'a timeout': story(run, sent(2600, 6), cut(8000, 'timeout'), end(8600)),
    'the end of QEMU': story(begin(), well(1000, 3000), sent(2200, 0), started(2500), died(3000)),
    'a silent guest': story(begin(), well(1000, 3000), sent(2200, 0), started(2500), stood),
    'a guest that did not read': story(begin(), well(1000, 8600), sent(2200, 4), stood),
    'a reader from before': story(begin(), well(1000, 8600), started(2100), sent(2200, 4), stood),
    'a host that closed': story(run, sent(2600, 4), peer(2700, 'closed'), stood),
  }
  for (const [name, history] of Object.entries(unclear)) {
    t.match(judge(history), { outcome: 'inconclusive' }, name)
  }
})
