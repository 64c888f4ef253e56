import t from 'tap'
import { text } from '../content/payload.ts'
import {
  at,
  begin,
  content,
  cut,
  end,
  exited,
  other,
  type Part,
  peer,
  started,
  story,
  well,
} from '../stories/story.fixture.ts'
import { arrivesAgain } from './arrives-again.ts'

const judge = arrivesAgain(text('bar\n')).judge
const back = [
  peer(2100, 'opened'),
  peer(2200, 'closed'),
  peer(2300, 'opened', 'peer2'),
  peer(2350, 'reading', 'peer2'),
]
const run = [begin(), well(1000, 18_600), started(2400), ...back]
const stood = [cut(18_000, 'standstill'), end(18_600)]
const got = (text: string) => content(18_500, text === '' ? [] : [other(0, text)], 'peer2')
const whole = content(18_500, [{ kind: 'other', offset: 0, length: 4, sample: 'bar\\x0a' }], 'peer2')
const before = content(18_400, [other(0, 'foo')])

t.test('only what reached the last connection counts', async t => {
  t.match(judge(story(run, exited(2500), before, whole, end(18_600))), { outcome: 'pass' })
  t.match(judge(story(run, exited(2500), got('foo\\x0a'), end(18_600))), { outcome: 'fail', symptom: 'loss' })
  t.match(judge(story(run, exited(2500), got('ba'), stood)), { outcome: 'fail', symptom: 'stuck' })
  t.match(judge(story(run, exited(2500), got(''), stood)), { outcome: 'fail', symptom: 'stuck' })
})

t.test('the last connection is that to the QEMU that the guest moved to', async t => {
  const moved = [
    at(2100, { kind: 'peer', peer: 'peer2', event: 'opened', process: 2 }),
    peer(2200, 'opened'),
    peer(2350, 'reading', 'peer2'),
  ]
  const run = [begin(), well(1000, 18_600), started(2400), moved]
  t.match(judge(story(run, exited(2500), before, whole, end(18_600))), { outcome: 'pass' })
})

t.test('what came twice may have been written twice; what a revival opens does not count', async t => {
  const twice = judge(
    story(
      run,
      exited(2500),
      content(18_500, [{ kind: 'other', offset: 0, length: 8, sample: 'bar\\x0abar\\x0a' }], 'peer2'),
      end(18_600),
    ),
  )
  t.match(twice, { outcome: 'inconclusive', because: /not known how much was written/ })
  const revived = [peer(18_100, 'opened', 'peer3'), content(18_550, [other(0, 'foo')], 'peer3')]
  t.match(judge(story(run, exited(2500), whole, cut(18_000, 'timeout'), revived, end(18_600))), {
    outcome: 'pass',
  })
})

t.test('what may only not have been written or read is inconclusive', async t => {
  const unclear: Record<string, readonly Part[]> = {
    'no standstill': [run, exited(2500), got(''), end(18_600)],
    'a timeout': [run, exited(2500), got(''), cut(18_000, 'timeout'), end(18_600)],
    'a writer that is not done': [run, got(''), stood],
    'a writer that failed': [run, exited(2500, 1), got(''), stood],
    'a host that does not read': [
      begin(),
      well(1000, 18_600),
      started(2400),
      back.slice(0, 3),
      exited(2500),
      got(''),
      stood,
    ],
    'a host that never left': [
      begin(),
      well(1000, 18_600),
      back.slice(0, 1),
      started(2400),
      exited(2500),
      before,
      stood,
    ],
    'nothing written down': [run, exited(2500), stood],
    'a silent guest': [begin(), well(1000, 3000), started(2400), back, exited(2500), got(''), stood],
  }
  for (const [name, parts] of Object.entries(unclear)) {
    t.match(judge(story(...parts)), { outcome: 'inconclusive' }, name)
  }
})
