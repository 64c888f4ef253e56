import t from 'tap'
import { payloadChunks } from '../../model/case/payload-chunks.ts'
import type { Segment } from '../../model/contract/observation.ts'
import { Content } from '../../run/stage/content.ts'
import { numbered } from '../../scenario/numbered.ts'
import { judge, payload, run, wrote } from '../content/counted-run.fixture.ts'
import { text, zeros } from '../content/payload.ts'
import {
  at,
  content,
  cut,
  exited,
  lines,
  other,
  samples,
  story,
  zeroBytes,
} from '../stories/story.fixture.ts'
import { intact } from './intact.ts'

t.test('what came again may have been written again', async t => {
  const again = [lines(0, 1, 1000, 5), lines(5000, 901, 1000, 5)]
  t.match(judge(again, wrote(5000)), { outcome: 'fail', symptom: 'doubled' })
  t.match(judge(again, wrote(5500)), { outcome: 'inconclusive', because: /wrote 5500/ })
  t.match(judge(again), { outcome: 'inconclusive', because: /not known/ })
  const early = samples(2150, 2190, 5000)
  t.match(judge(again, early), { outcome: 'inconclusive', because: /not known/ }, 'it may have gone on')
})

t.test('faults inside the stream are losses, named with their offset', async t => {
  const because = (...segments: readonly Segment[]) => {
    const { outcome, symptom, because } = judge(segments, wrote(5000))
    return `${outcome} ${symptom}: ${because}`
  }
  t.match(because(lines(0, 2, 1000, 5)), /fail loss: line 1 missing at offset 0 \(5 bytes\)/)
  t.match(because(lines(0, 1, 1000, 5), lines(5000, 1, 1000, 5)), /lines 1 to 1000 repeated at offset 5000/)
  t.match(
    because(lines(0, 1, 1000, 5), zeroBytes(7, 5000)),
    /7 bytes of unexpected data at offset 5000: zeros/,
  )
  t.match(because(lines(0, 1, 99, 5), other(495, '01'), lines(497, 150, 1000, 5)), /lines 100 to 149 missing/)
  t.match(
    because(lines(0, 1, 99, 5), other(495, '01'), lines(497, 100, 1000, 5)),
    /line 100 cut off at offset 497/,
  )
  t.match(
    because(lines(0, 1, 100, 5), lines(500, 101, 101, 6), lines(506, 102, 1000, 5)),
    /6 bytes of unexpected data/,
  )
  t.match(because(lines(0, 1, 1000, 5), lines(5000, 1001, 1001, 5)), /unexpected data at offset 5000/)
  t.match(
    because(
      lines(0, 1, 10, 5),
      lines(50, 12, 12, 5),
      lines(55, 14, 14, 5),
      lines(60, 16, 16, 5),
      lines(65, 18, 18, 5),
    ),
    /; 1 more/,
  )
})

t.test('what comes again, and nothing else, is doubled', async t => {
  const more = intact(zeros('1 KiB')).judge(story(run, wrote(1024), content(18_500, [zeroBytes(1030)])))
  t.match(more, {
    outcome: 'fail',
    symptom: 'doubled',
    because: /6 bytes more than were written, at offset 1024/,
  })
})

t.test('a stream that goes back amid a line is doubled; one that also skips is a loss', async t => {
  const whole = Array.from({ length: 1000 }, (_, n) => `${String(n + 1).padStart(4, '0')}\n`).join('')
  const symptom = (...parts: readonly string[]) => {
    const stream = new Content()
    for (const part of parts) stream.push(Buffer.from(part))
    return judge(stream.describe().segments, wrote(5000)).symptom
  }
  for (const [to, from] of [
    [2000, 1000],
    [2003, 1001],
    [2001, 1004],
    [4321, 17],
    [2503, 2498],
    [3000, 998],
  ] as const)
    t.equal(symptom(whole.slice(0, to), whole.slice(from)), 'doubled', `${to} to ${from}`)
  t.equal(symptom(whole.slice(0, 2003), whole.slice(1001, 3000), whole.slice(3100)), 'loss')
  t.equal(symptom(whole.slice(0, 2003), whole.slice(2111)), 'loss')
  t.equal(symptom(whole.slice(0, 2003), whole.slice(2503, 3001), whole.slice(2003, 2503)), 'loss')
  t.equal(symptom(whole.slice(0, 2003), 'x', whole.slice(1001)), 'loss')
})

t.test('a text, and a block that broke off behind it, are right so far', async t => {
  const blocks = numbered('1 MiB').payload
  const stream = new Content()
  stream.push(Buffer.from(`foo\n${'0'.repeat(20_000)}`))
  const { segments } = stream.describe()
  const cutShort = [run, cut(18_000, 'timeout'), content(18_500, segments)]
  const judged = intact(text('foo\n'), blocks).judge(story(cutShort))
  t.match(judged, { outcome: 'inconclusive', because: /19\.5 KiB of 1 MiB arrived, intact so far/ })
})

t.test('a block lost and another of the same size doubled is a loss', async t => {
  const { payload } = numbered('1 MiB')
  const stream = new Content()
  const blocks = [...payloadChunks(payload)]
  for (const [index, block] of blocks.entries()) {
    if (index !== 3) stream.push(block)
    if (index === 7) stream.push(block)
  }
  const history = story(run, exited(2200), content(18_500, stream.describe().segments))
  const judged = intact(payload).judge(history)
  t.match(judged, { outcome: 'fail', symptom: 'loss', because: /line 4 missing.*line 8 repeated/ })
})

t.test('without content, or with more of it than is listed, nothing is said', async t => {
  t.match(intact(payload).judge(story(run)), { outcome: 'inconclusive' })
  const unlisted = at(18_500, {
    kind: 'content',
    peer: 'peer1',
    bytes: 5000,
    sha256: '',
    segments: [lines(0, 1, 10, 5)],
    cutShort: true,
  })
  const all = story(run, exited(2200), cut(18_000, 'standstill'), unlisted)
  t.match(intact(payload).judge(all), { outcome: 'inconclusive', because: /does not describe all/ })
})
