import t from 'tap'
import { at, beats, begin, died, end, host, story, well } from '../stories/story.fixture.ts'
import { fairPart } from './fair-part.ts'
import { findSilence, longestSilences } from './silence.ts'

const before = [begin(), well(1000, 3010)]

t.test('a silence that goes on is sure once the fair part is beyond the limit', async t => {
  const history = story(before, host(3000, 5000))
  t.equal(findSilence(history, 4500), null, 'not beyond 1.5 s yet')
  t.match(findSilence(history, 4700), {
    startedAtMs: 3000,
    endedAtMs: null,
    lengthMs: 1700,
    limitMs: 1500,
    sure: true,
  })
})

t.test('the limit follows the slowest interval of either path in the healthy phase', async t => {
  const slow = beats(1000, 2000, { path: 'serial' }).filter(({ at }) => at < 1200 || at > 1600)
  const history = story(begin(), slow, beats(1000, 2000, { path: 'ssh' }), host(2000, 9000))
  t.equal(findSilence(history, 9000)?.limitMs, 6000)
})

t.test('without a healthy interval on both paths nothing is called a silence', async t => {
  const history = story(begin(), beats(1000, 3000, { path: 'ssh' }), host(2000, 9000))
  t.equal(findSilence(history, 9000), null)
})

t.test('a silence is not sure while the host is late, or nobody vouches for it', async t => {
  t.match(findSilence(story(before, at(6000, { kind: 'tick', lateMs: 2900 })), 6000), { sure: false })
  t.match(findSilence(story(before), 9000), { sure: false }, 'no tick at all')
  t.match(
    findSilence(story(before, at(8000, { kind: 'tick', lateMs: 0 })), 8000),
    { sure: false },
    'ticks missing',
  )
  t.match(findSilence(story(before, host(3000, 9000, 90)), 9000), { sure: false }, 'QEMU got no CPU')
})

t.test('one path that beats on is no silence of both', async t => {
  t.equal(findSilence(story(before, beats(3000, 9000, { path: 'serial' }), host(3000, 9000)), 9000), null)
})

t.test('a burst of beats that the guest sent in time is no silence', async t => {
  const burst = story(before, host(3000, 6000), beats(3010, 6000, { seenMs: 6000 }), beats(6000, 7000))
  t.equal(findSilence(burst, 7000), null)
  t.match(longestSilences(burst), { ssh: 100 })
})

t.test('a burst that covers only a part leaves the other part silent', async t => {
  const history = story(before, host(3000, 9000), beats(6000, 8000, { seenMs: 8000 }), beats(8000, 9000))
  t.match(
    findSilence(history, 9000),
    { startedAtMs: 3000, endedAtMs: 6010, sure: true },
    "as exactly as the guest's clock tells",
  )
})

t.test('a guest clock that stood still during the silence does not hide it', async t => {
  const later = beats(3010, 5000).map(beat => ({ ...beat, at: beat.at + 3000 }))
  t.match(findSilence(story(before, host(3000, 8000), later), 8000), { startedAtMs: 3000, sure: true })
})

t.test('one beat of a new clock after the silence does not hide it', async t => {
  const odd = at(6000, { kind: 'beat', path: 'ssh', count: 99, guestMs: 3 })
  t.match(findSilence(story(before, host(3000, 7000), odd, beats(6050, 7000)), 7000), {
    endedAtMs: 6000,
    sure: true,
  })
})

t.test('the first sure silence counts, else the longest', async t => {
  const unsure = [at(9000, { kind: 'tick', lateMs: 3900 } as const), beats(9000, 9300)]
  const history = story(before, host(3000, 5000), beats(5000, 5100), unsure, host(9000, 9300), end(9300))
  t.match(findSilence(history, 9300), { startedAtMs: 3000, sure: true })
  const both = story(before, at(5000, { kind: 'tick', lateMs: 1900 }), beats(5000, 5100), unsure, end(9300))
  t.match(findSilence(both, 9300), { startedAtMs: 5037, sure: false })
})

t.test("QEMU's end ends the window", async t => {
  t.equal(findSilence(story(before, host(3000, 9000), died(3500)), 9000), null)
  t.match(longestSilences(story(before, host(3000, 9000), died(3500))), { ssh: 500 })
})

t.test('the longest silences take in the tail, and the silence that the script began in', async t => {
  t.match(longestSilences(story(begin(), beats(1000, 1810), beats(2210, 3010), end(3900))), { ssh: 990 })
  t.match(longestSilences(story(begin(), beats(1000, 1810), beats(2210, 3010), end(3100))), { ssh: 410 })
})

t.test('the fair part takes a late tick and a wait in the same span only once', async t => {
  const late = story(
    host(0, 1000),
    at(2000, { kind: 'tick', lateMs: 900 }),
    at(2000, { kind: 'cpu', spanMs: 1000, ranMs: 0, waitedMs: 800 }),
  )
  t.same(fairPart(late, { fromMs: 500, toMs: 2000 }), { onTimeMs: 596, fairMs: 596 })
  const waited = story(
    host(0, 1000),
    at(2000, { kind: 'tick', lateMs: 900 }),
    at(2000, { kind: 'cpu', spanMs: 1000, ranMs: 0, waitedMs: 950 }),
  )
  t.same(fairPart(waited, { fromMs: 500, toMs: 2000 }), { onTimeMs: 596, fairMs: 546 })
})

t.test('a wait that is booked after its span reaches back', async t => {
  const cpu = (ms: number, waitedMs: number) => at(ms, { kind: 'cpu', spanMs: 100, ranMs: 0, waitedMs })
  const ticks = host(0, 1000).filter(({ kind }) => kind === 'tick')
  t.same(fairPart(story(ticks, cpu(800, 0), cpu(900, 0), cpu(1000, 250)), { fromMs: 500, toMs: 900 }), {
    onTimeMs: 396,
    fairMs: 248,
  })
})

t.test('time after the last tick, or the last look at the waits, is not fair', async t => {
  t.same(fairPart(story(host(0, 1000)), { fromMs: 200, toMs: 5000 }), { onTimeMs: 693, fairMs: 693 })
  const blind = story(host(0, 1000).filter(({ kind, at }) => kind === 'tick' || at <= 500))
  t.same(fairPart(blind, { fromMs: 200, toMs: 5000 }), { onTimeMs: 693, fairMs: 297 })
})

t.test(
  'neither is time before the first tick, or between ticks that are far apart without saying so',
  async t => {
    t.same(fairPart(story(host(1000, 2000)), { fromMs: 0, toMs: 2000 }), { onTimeMs: 792, fairMs: 792 })
    const ticks = story(host(0, 1000), at(3000, { kind: 'tick', lateMs: 0 })).filter(
      ({ kind }) => kind === 'tick',
    )
    t.same(fairPart(ticks, { fromMs: 900, toMs: 3000 }), { onTimeMs: 200, fairMs: 200 })
  },
)

t.test('what the guest did while it booted does not make the limit', async t => {
  t.equal(findSilence(story(before, beats(100, 200), host(3000, 9000)), 9000)?.limitMs, 1500)
})

void t.test(
  'a guest that comes back when the host reads was not there before, by a clock of hundredths',
  async t => {
    const beat = (atMs: number, guestMs: number) => at(atMs, { kind: 'beat', path: 'ssh', count: 0, guestMs })
    // As seen on a debugcon that was read at 10823.
    const history = story(
      [begin(), well(1000, 8710), host(8700, 11_000)],
      [beat(10_827, 14_910), beat(10_879, 14_960), beat(10_930, 15_020), beat(10_979, 15_060)],
    )
    t.match(findSilence(history, 11_000), { endedAtMs: 10_827 })
  },
)
