import t from 'tap'
import type { Part } from '../../model/case/payload.ts'
import type { Fact, Segment } from '../../model/contract/observation.ts'
import { Content } from '../../run/stage/content.ts'
import { intact } from '../expectation/intact.ts'
import { at, begin, content, story } from '../stories/story.fixture.ts'
import { accepted, beginning, counting, guestFile, text } from './payload.ts'

const lines = counting({ lines: 9, width: 10 })
const word = text('word\n')
const all = Array.from({ length: 9 }, (_, n) => `${String(n + 1).padStart(9, '0')}\n`).join('')

/** A run whose writer was killed after so many bytes, and what arrived then. */
function judged(arrived: string, wants: readonly Part[], bytes = 35) {
  const stream = new Content()
  stream.push(Buffer.from(arrived))
  const progress: Fact = {
    kind: 'progress',
    job: 'job1',
    bytes,
    state: 'T',
    waitsIn: 'do_signal_stop',
    guestMs: 1,
  }
  return intact(...wants).judge(
    story(
      begin(),
      at(2000, { kind: 'job', job: 'job1', event: 'started', command: 'seq' }),
      at(2100, progress),
      at(2100, { kind: 'job', job: 'job1', event: 'killed' }),
      at(2200, { kind: 'job', job: 'job1', event: 'exited', code: null, signal: 'KILL' }),
      content(2300, stream.describe().segments as Segment[]),
      at(2400, { kind: 'phase', phase: 'end' }),
    ),
  )
}

void t.test('what write() had accepted of a killed writer, and the word, are intact', async t => {
  const wants = [accepted(lines), word]
  t.match(judged(`${all.slice(0, 35)}word\n`, wants), { outcome: 'pass', because: /40 bytes/ })
  t.match(judged(`${all.slice(0, 30)}word\n`, wants, 30), { outcome: 'pass' })
  t.match(judged('word\n', wants, 0), { outcome: 'pass' })
})

void t.test('less or more than it had accepted is a loss', async t => {
  const wants = [accepted(lines), word]
  t.match(judged(`${all.slice(0, 30)}word\n`, wants), { outcome: 'fail', symptom: 'loss' })
  t.match(judged(`${all.slice(0, 36)}word\n`, wants), { outcome: 'fail', symptom: 'loss' })
  t.match(judged(`word\n${all.slice(0, 35)}`, wants), { outcome: 'fail', symptom: 'loss' })
  t.match(judged(`${all.slice(0, 35)}ward\n`, wants), { outcome: 'fail', symptom: 'loss' })
})

void t.test('without a killed writer it is not known what had been accepted', async t => {
  const history = story(begin(), content(2300, []), at(2400, { kind: 'phase', phase: 'end' }))
  t.match(intact(accepted(lines), word).judge(history), { outcome: 'inconclusive', because: /not known/ })
  t.match(judged(all, [accepted(counting({ lines: 2 })), word]), { because: /wrote 35 bytes, not 4/ })
})

void t.test('any beginning, and the word, are intact', async t => {
  const wants = [beginning(lines, { least: '1 B' }), word]
  for (const bytes of [1, 9, 10, 11, 35, 89, 90])
    t.match(judged(`${all.slice(0, bytes)}word\n`, wants), { outcome: 'pass' }, `${bytes}`)
})

void t.test(
  'a beginning that is shorter than it must be is a loss, or missing where no more came',
  async t => {
    for (const bytes of [0, 1, 10, 19]) {
      const lost = judged(`${all.slice(0, bytes)}word\n`, [beginning(lines, { least: '20 B' }), word])
      t.match(lost, { outcome: 'fail', symptom: 'loss' }, `${bytes}`)
      t.match(judged(all.slice(0, bytes), [beginning(lines, { least: '20 B' }), word]), {
        outcome: 'inconclusive',
      })
    }
    t.throws(() => beginning(lines, { least: '0 B' }), {
      message: /^expected a least from 1 B to the 90 B of the payload/,
    })
    t.throws(() => beginning(lines, { least: '91 B' }), { message: /got '91 B'$/ })
  },
)

void t.test('a hole in a beginning, or something else after it, is a loss', async t => {
  const wants = [beginning(lines, { least: '1 B' }), word]
  const hole = `${all.slice(0, 20)}${all.slice(30, 50)}word\n`
  t.match(judged(hole, wants), { outcome: 'fail', symptom: 'loss' })
  t.match(judged(`${all.slice(0, 25)}${all.slice(30, 50)}word\n`, wants), {
    outcome: 'fail',
    symptom: 'loss',
  })
  t.match(judged(`${all.slice(10, 50)}word\n`, wants), { outcome: 'fail', symptom: 'loss' })
  t.match(judged(`${all}xword\n`, wants), { outcome: 'fail', symptom: 'loss' })
})

void t.test('a beginning without the word is not a failure by itself', async t => {
  t.match(judged(all.slice(0, 35), [beginning(lines, { least: '1 B' }), word]), { outcome: 'inconclusive' })
  t.match(judged(`${all.slice(0, 35)}wo`, [beginning(lines, { least: '1 B' }), word]), {
    outcome: 'inconclusive',
  })
})

void t.test('what is not described in full is not judged', async t => {
  const wide = counting({ lines: 9, width: 5000 })
  const line = `${'1'.padStart(4999, '0')}\n`
  t.match(judged(`${line}${line.slice(0, 4096)}word\n`, [beginning(wide, { least: '1 B' }), word]), {
    outcome: 'inconclusive',
  })
})

void t.test('a beginning needs a text after it that shows where it ends', t => {
  const wrong = { name: 'UsageError', message: /begins with neither a digit nor a newline/ }
  for (const wants of [
    [beginning(lines, { least: '1 B' })],
    [accepted(lines), text('1\n')],
    [beginning(lines, { least: '1 B' }), text('\n')],
    [word, beginning(lines, { least: '1 B' }), word],
    [accepted(lines), guestFile('/tmp/x')],
  ])
    t.throws(() => intact(...wants), wrong)
  t.doesNotThrow(() => intact(word, accepted(lines), word))
  t.end()
})
