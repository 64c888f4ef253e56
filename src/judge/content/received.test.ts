import t from 'tap'
import type { Segment } from '../../model/contract/observation.ts'
import { numbered } from '../../scenario/numbered.ts'
import { intact } from '../expectation/intact.ts'
import { at, content, cut, lines, other, peer, story } from '../stories/story.fixture.ts'
import { payload, run } from './counted-run.fixture.ts'

t.test('a payload over two peers, cut within a line, is whole', async t => {
  const two = (second: readonly Segment[]) =>
    intact(payload).judge(
      story(
        run,
        peer(4000, 'opened', 'peer2'),
        content(18_500, second, 'peer2'),
        content(18_501, [lines(0, 1, 100, 5), other(500, '01')]),
      ),
    )
  t.match(two([lines(0, 1, 1, 3), lines(3, 102, 1000, 5)]), {
    outcome: 'pass',
    numbers: { drainedBytes: 5000 },
  })
  t.match(two([lines(0, 1, 1, 3), lines(3, 103, 1000, 5)]).because, /line 102 missing at offset 505/)
  t.match(two([lines(0, 2, 2, 3), lines(3, 102, 1000, 5)]), { outcome: 'fail', symptom: 'loss' })
})

t.test('what comes from the QEMU that the guest moved to comes last, whoever opened it first', async t => {
  const moved = story(
    run,
    at(2060, { kind: 'peer', peer: 'peer2', event: 'opened', process: 2 }),
    peer(2070, 'opened', 'peer3'),
    content(18_400, [lines(0, 501, 1000, 5)], 'peer2'),
    content(18_500, [lines(0, 1, 500, 5)], 'peer3'),
  )
  t.match(intact(payload).judge(moved), { outcome: 'pass' })
})

t.test('each end of a hub gets all of it: one may be behind', async t => {
  const blocks = numbered('1 MiB').payload
  const some = (to: number): Segment => ({
    ...{ kind: 'count', offset: 0, length: to * 65_536, width: 65_536, first: 1, last: to },
  })
  const two = (one: number, other: number) =>
    intact(blocks, blocks).judge(
      story(
        ...[run, peer(2060, 'opened', 'peer2'), cut(18_000, 'timeout')],
        ...[content(18_400, [some(one)]), content(18_500, [some(other)], 'peer2')],
      ),
    )
  t.match(two(10, 10), { outcome: 'inconclusive', because: /1\.25 MiB of 2 MiB arrived, intact so far/ })
  t.match(two(10, 16), { outcome: 'inconclusive' })
  t.match(two(16, 16), { outcome: 'pass' })
})

t.test('of very many pieces, which no run has, only the first are looked at', async t => {
  const blocks = numbered('64 MiB').payload
  const piece = { kind: 'other', offset: 0, length: 65_536, sample: '0', number: 7 } as const
  const pieces = Array.from({ length: 900 }, () => piece)
  const many = Array.from({ length: 100 }, (_, index) => content(18_400, pieces, `peer${index}`))
  t.match(intact(blocks).judge(story(run, ...many)), { outcome: 'fail', because: /4997 more/ })
})
