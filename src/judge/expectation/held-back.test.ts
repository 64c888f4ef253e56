import t from 'tap'
import { at, beats, begin, end, type Part, started, story } from '../stories/story.fixture.ts'
import { heldBack } from './held-back.ts'

const judge = heldBack({ growth: '4 MiB' }).judge
const MiB = 1024 ** 2

const sent = (ms: number, total: number) =>
  at(ms, { kind: 'sent', peer: 'peer1', bytes: 1, total, of: 8 * MiB })
const memory = (ms: number, bytes: number) => at(ms, { kind: 'memory', bytes })
const ticks = (lateMs: number): Part =>
  Array.from({ length: 30 }, (_, index) => at(2100 + 100 * index, { kind: 'tick', lateMs }))

const before = [begin(), beats(1000, 5000), memory(2000, 300 * MiB), sent(2200, 0), sent(2300, 200_000)]
const grown = [memory(2700, 301 * MiB), memory(3200, 301 * MiB)]

t.test('a chardev that takes no more while QEMU does not grow passes', async t => {
  t.match(judge(story(before, ticks(1), grown, end(5000))), {
    outcome: 'pass',
    because: /accepted nothing .* after 195.3 KiB, and QEMU's memory grew by 1 MiB/,
    numbers: { heldBackAtBytes: 200_000 },
  })
})

t.test('growth fails, with or without a stall', async t => {
  const hoards = [memory(2700, 310 * MiB)]
  const all = sent(2600, 8 * MiB)
  t.match(judge(story(before, all, ticks(1), hoards, end(5000))), { outcome: 'fail', symptom: 'growth' })
  const most = sent(2400, 5 * MiB)
  t.match(judge(story(before, most, ticks(1), hoards, end(5000))), { symptom: 'growth' }, 'with a stall')
  t.match(judge(story(before, ticks(1), hoards, end(5000))), { outcome: 'pass' }, "the guest's own memory")
  const later = [started(2600), ...hoards, memory(2500, 301 * MiB)]
  t.match(judge(story(before, ticks(1), later, end(5000))), { outcome: 'pass' }, 'a reader may use memory')
})

t.test('no pressure, a late host, or no figures prove nothing', async t => {
  t.match(judge(story(begin(), ticks(1), end(5000))), { outcome: 'inconclusive', because: /sent nothing/ })
  t.match(judge(story(before, sent(2600, 8 * MiB), ticks(1), grown, end(5000))), {
    outcome: 'inconclusive',
    because: /no back-pressure/,
  })
  t.match(judge(story(before, ticks(150), grown, end(5000))), {
    outcome: 'inconclusive',
    because: /no back-pressure/,
  })
  t.match(judge(story(before, ticks(1), end(5000))), { outcome: 'inconclusive', because: /not measured/ })
})

t.test('a chardev takes no more of it either while QEMU is stopped, or the guest is silent', async t => {
  const run = [begin(), memory(2000, 300 * MiB), sent(2200, 0), sent(2300, 200_000), grown, end(5000)]
  const none = { outcome: 'inconclusive', because: /no back-pressure/ }
  t.match(judge(story(run, ticks(1), beats(1000, 2400))), none, 'silent')
  const cpu = (ms: number, held: object) =>
    at(ms, { kind: 'cpu', spanMs: 100, ranMs: 0, waitedMs: 0, ...held })
  const every = (held: object) => Array.from({ length: 30 }, (_, index) => cpu(2100 + 100 * index, held))
  t.match(judge(story(run, ticks(1), beats(1000, 5000), every({ held: 'stopped' }))), none, 'stopped')
  t.match(judge(story(run, ticks(1), beats(1000, 5000), every({}))), { outcome: 'pass' })
})

t.test('the memory of another QEMU is not compared', async t => {
  const other = at(2700, { kind: 'memory', bytes: 400 * MiB, process: 2 })
  t.match(judge(story(before, ticks(1), other, end(5000))), {
    outcome: 'inconclusive',
    because: /not measured/,
  })
})
