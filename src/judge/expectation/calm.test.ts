import t from 'tap'
import {
  at,
  beats,
  begin,
  cut,
  end,
  type Part,
  peer,
  samples,
  started,
  story,
} from '../stories/story.fixture.ts'
import { calm } from './calm.ts'

const judge = calm().judge

/** QEMU's CPU time from one moment to another: of each 100 ms it ran so many and stood ready for so many. */
function cpu(fromMs: number, toMs: number, ranMs: number, waitedMs = 0): Part {
  const count = Math.floor((toMs - fromMs) / 100)
  return Array.from({ length: count }, (_, index) =>
    at(fromMs + 100 * (index + 1), { kind: 'cpu', spanMs: 100, ranMs, waitedMs }),
  )
}

const healthy = at(2000, { kind: 'cpu', spanMs: 1000, ranMs: 100, waitedMs: 5 })
const blocked = [begin(), beats(1000, 5000), healthy, started(2200), samples(2300, 4000, 5000)]
const reading = [peer(4000, 'reading'), end(5000)]

t.test('a QEMU that lies still is calm, one that burns a CPU spins', async t => {
  t.match(judge(story(blocked, cpu(2300, 4000, 12), reading)), {
    outcome: 'pass',
    because: /main loop used 12 % of a CPU .*\(10 % in the healthy phase\)/,
  })
  t.match(judge(story(blocked, cpu(2300, 4000, 99), reading)), {
    outcome: 'fail',
    symptom: 'spin',
    because: /99 %/,
  })
  t.match(
    judge(story(blocked, cpu(2300, 4000, 40, 58), reading)),
    { outcome: 'fail', symptom: 'spin' },
    'on a busy host',
  )
})

t.test('only the time in which nothing moves counts', async t => {
  const story1 = story(blocked, cpu(2000, 2300, 100), cpu(2300, 4000, 12), cpu(4000, 5000, 100), reading)
  t.match(judge(story1), { outcome: 'pass' }, 'before the stall and after the reading it may work')
  const job = at(3300, { kind: 'job', job: 'job2', event: 'started', command: 'cat' })
  t.match(judge(story(blocked, cpu(2300, 3300, 12), cpu(3300, 4000, 100), job, reading)), { outcome: 'pass' })
  t.match(judge(story(blocked, cpu(2300, 3300, 12), cpu(3300, 4000, 100), cut(3300, 'freeze'), reading)), {
    outcome: 'pass',
  })
})

t.test('what is not known is inconclusive', async t => {
  t.match(judge(story(begin(), healthy, cpu(2300, 4000, 99), end(5000))), {
    outcome: 'inconclusive',
    because: /no stall was proven and the host never idled/,
  })
  t.match(judge(story(blocked, reading)), { outcome: 'inconclusive', because: /only 0 ms/ })
  t.match(judge(story(blocked, cpu(2300, 2900, 99), reading)), { outcome: 'inconclusive', because: /600 ms/ })
  const unknown = blocked.filter(part => part !== healthy)
  t.match(judge(story(unknown, cpu(2300, 4000, 99), reading)), {
    outcome: 'inconclusive',
    because: /not measured in the healthy phase/,
  })
  const slow = at(2000, { kind: 'cpu', spanMs: 1000, ranMs: 700, waitedMs: 0 })
  t.match(judge(story(unknown, slow, cpu(2300, 4000, 99), reading)), {
    outcome: 'inconclusive',
    because: /too busy/,
  })
  t.match(judge(story(blocked, cpu(2300, 4000, 28, 68), reading)), {
    outcome: 'inconclusive',
    because: /too busy/,
  })
})

t.test('where no writer is blocked, the time in which the host idles counts', async t => {
  const step = (ms: number, edge: 'begin' | 'end', text = 'host idles for 20 beats') =>
    at(ms, { kind: 'step', step: 3, edge, text })
  const idles = [begin(), healthy, step(2500, 'begin'), step(4500, 'end')]
  t.match(judge(story(idles, cpu(2500, 4500, 95), end(5000))), { outcome: 'fail', symptom: 'spin' })
  t.match(judge(story(idles, cpu(2000, 2500, 100), cpu(2500, 4500, 9), end(5000))), { outcome: 'pass' })
  t.match(judge(story(idles.slice(0, 3), cpu(2500, 4500, 95), end(5000))), { outcome: 'inconclusive' })
})

t.test('a host that is held back gives QEMU the same rest', async t => {
  const sent = (ms: number, total: number) =>
    at(ms, { kind: 'sent', peer: 'peer1', bytes: 1, total, of: 100 })
  const ticks = Array.from({ length: 30 }, (_, index) => at(2100 + 100 * index, { kind: 'tick', lateMs: 1 }))
  const held = [begin(), beats(1000, 5000), healthy, sent(2200, 0), sent(2300, 50), ticks]
  t.match(judge(story(held, cpu(2300, 4000, 5), end(5000))), { outcome: 'pass' })
  t.match(judge(story(held, cpu(2300, 4000, 97), end(5000))), { outcome: 'fail', symptom: 'spin' })
})

t.test('the main loop spins, a busy guest does not', async t => {
  const used = (mainMs: number, how: object = {}): Part =>
    Array.from({ length: 17 }, (_, index) => {
      const main = { ranMs: mainMs, waitedMs: 0 }
      return at(2400 + 100 * index, { kind: 'cpu', spanMs: 100, ranMs: 99, waitedMs: 0, main, ...how })
    })
  const before = [begin(), beats(1000, 5000), started(2200), samples(2300, 4000, 5000)]
  const well = at(2000, {
    ...{ kind: 'cpu', spanMs: 1000, ranMs: 600, waitedMs: 5 },
    main: { ranMs: 50, waitedMs: 1 },
  })
  t.match(judge(story(before, well, used(4), reading)), { outcome: 'pass', because: /4 % .*\(5 % in/ })
  t.match(judge(story(before, well, used(97), reading)), { outcome: 'fail', symptom: 'spin' })
  t.match(
    judge(story(before, well, used(0, { held: 'stopped by a signal (state T)' }), reading)),
    { outcome: 'inconclusive', because: /only 0 ms/ },
    'a stopped QEMU does not lie still by itself',
  )
})

t.test('a QEMU that has got the guest is not compared with the one before it', async t => {
  const other = (ranMs: number) =>
    Array.from({ length: 16 }, (_, index) =>
      at(2400 + 100 * index, { kind: 'cpu', process: 2, spanMs: 100, ranMs, waitedMs: 0 }),
    )
  t.match(judge(story(blocked, cpu(2300, 2400, 99), other(12), reading)), { outcome: 'pass' })
  t.match(judge(story(blocked, other(99), reading)), {
    outcome: 'inconclusive',
    because: /this QEMU was not measured in the healthy phase/,
  })
})
