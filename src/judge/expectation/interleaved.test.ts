import t from 'tap'
import type { Segment } from '../../model/contract/observation.ts'
import { counting } from '../content/payload.ts'
import { at, begin, content, lines, other, story } from '../stories/story.fixture.ts'
import { interleaved } from './interleaved.ts'

const payload = counting({ lines: 10, width: 5 })

/** What the host received, as stretches of lines. */
function judged(...stretches: readonly (readonly [first: number, last: number])[]) {
  let offset = 0
  const segments = stretches.map(([first, last]): Segment => {
    const segment = lines(offset, first, last, 5)
    offset += segment.length
    return segment
  })
  return judge(segments)
}

function judge(segments: readonly Segment[]) {
  const end = at(2400, { kind: 'phase', phase: 'end' })
  return interleaved(payload, { writers: 2 }).judge(story(begin(), content(2300, [...segments]), end))
}

void t.test('however the lines of two writers interleave, they are whole and in order', async t => {
  t.match(judged([1, 10]), { outcome: 'pass' })
  t.match(judged([6, 10], [1, 5]), { outcome: 'pass' })
  t.match(judged([1, 2], [6, 6], [3, 3], [7, 10], [4, 5]), { outcome: 'pass' })
})

void t.test('a line that is missing, out of order, torn or doubled is a failure', async t => {
  t.match(judged([1, 2], [6, 10], [4, 5]), { outcome: 'fail', symptom: 'loss', because: /line 3 missing/ })
  t.match(judged([2, 2], [1, 1], [3, 10]), { outcome: 'fail', symptom: 'loss' })
  t.match(judged([1, 5], [5, 10]), { outcome: 'fail', symptom: 'doubled', because: /line 5 again/ })
  const torn = [lines(0, 1, 5, 5), other(25, '00'), lines(27, 6, 10, 5)]
  t.match(judge(torn), { outcome: 'fail', symptom: 'loss', because: /unexpected data at offset 25/ })
})

void t.test('a missing end is not a failure by itself', async t => {
  t.match(judged([1, 2], [6, 10]), { outcome: 'inconclusive', because: /35 of 50 bytes/ })
  t.match(judge([lines(0, 1, 5, 5), other(25, '00')]), { outcome: 'inconclusive' })
})

void t.test('the lines must be divisible', t => {
  t.throws(() => interleaved(payload, { writers: 3 }), { name: 'UsageError' })
  t.end()
})
