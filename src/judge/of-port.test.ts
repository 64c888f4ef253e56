import t from 'tap'
import type { Expectation } from '../model/case/expectation.ts'
import { onPort } from './expectation/on-port.ts'
import { pass } from './judged.ts'
import { ofPort } from './of-port.ts'
import { at, story } from './stories/story.fixture.ts'
import { judgeCase } from './verdict.ts'

const history = story(
  at(1, { kind: 'beat', path: 'ssh', count: 1, guestMs: 1 }),
  at(2, { kind: 'peer', peer: 'peer1', event: 'opened' }),
  at(3, { kind: 'peer', peer: 'peer2', event: 'opened', port: 'other' }),
  at(4, { kind: 'job', job: 'job1', event: 'started', command: 'a' }),
  at(5, { kind: 'job', job: 'job2', event: 'started', command: 'b', port: 'other' }),
  at(6, { kind: 'read', peer: 'peer2', bytes: 1, total: 1 }),
  at(7, { kind: 'wanted', job: 'job2', code: 0 }),
  at(8, { kind: 'marker', by: 'guest', text: 'x' }),
)

void t.test('the peers and jobs of one port, and all that belongs to no port', async t => {
  const times = (port: string) => ofPort(history, port).map(({ at }) => at)
  t.same(times(''), [1, 2, 4, 8])
  t.same(times('other'), [1, 3, 5, 6, 7])
  const alone = history.filter(fact => !('port' in fact))
  t.equal(ofPort(alone, ''), alone)
})

void t.test('each expectation reads its own port, and may see the whole', async t => {
  const seen: number[][] = []
  const counts: Expectation = {
    name: 'counts',
    judge: (own, whole = own) => {
      seen.push([own.length, whole.length])
      return pass('', { drainedBytes: own.length })
    },
  }
  const { findings, numbers } = judgeCase({ expect: [counts, onPort('other', counts)] }, history)
  t.same(seen, [
    [4, 8],
    [5, 8],
  ])
  t.same(
    findings.map(({ name }) => name).filter(name => name.startsWith('counts')),
    ['counts', 'counts of other'],
  )
  t.same(numbers, { drainedBytes: 4 }, 'those of the port under test')
})
