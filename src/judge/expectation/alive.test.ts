import t from 'tap'
import {
  at,
  beats,
  begin,
  cut,
  died,
  end,
  host,
  type Part,
  peer,
  qmp,
  read,
  revive,
  samples,
  started,
  story,
  threads,
  well,
} from '../stories/story.fixture.ts'
import { alive } from './alive.ts'

const judge = alive().judge
const silent = [begin(), well(1000, 3010), peer(2100, 'opened'), started(2200)]
const back = (ms: number) => [beats(ms, ms + 900), host(ms, ms + 900), qmp(ms, ms + 900), end(ms + 900)]

t.test('revival is measured from the reading, and only a reading in the silence counts', async t => {
  const { freeze } = judge(
    story(
      silent,
      host(3010, 6000),
      cut(4700, 'freeze'),
      revive(5900),
      peer(5950, 'reading'),
      read(5960, 278),
      read(9000, 5),
      back(6000),
    ),
  )
  t.same(freeze, {
    startedAtMs: 3000,
    calledAfterMs: 1700,
    revived: true,
    revivedAfterMs: 50,
    qmpAnswered: false,
    waitingBytes: 278,
  })
  const byItself = judge(story(silent, host(3010, 6000), back(6000), peer(6500, 'reading')))
  t.match(byItself, { symptom: 'freeze', because: /came back by itself/, freeze: { revived: false } })
  const early = judge(
    story(silent, peer(3050, 'reading'), host(3010, 6000), cut(4700, 'freeze'), revive(5900), back(6000)),
  )
  t.match(early.freeze, { revived: true, revivedAfterMs: 100 })
})

t.test('bytes that arrived before the first beat, but were written down after it, were waiting', async t => {
  const { freeze } = judge(
    story(silent, host(3010, 6000), peer(5999, 'reading'), back(6000), read(6049, 278), read(6099, 5)),
  )
  t.match(freeze, { waitingBytes: 278, revivedAfterMs: 1 })
})

t.test('QMP answered only if it was asked in the silence and answered before the host read', async t => {
  const frozen = (...rest: readonly Part[]) =>
    judge(story(silent, host(3010, 6000), peer(5950, 'reading'), back(6000), ...rest)).freeze
  const pong = (at: number, tookMs: number) => ({ at, kind: 'qmp', tookMs }) as const
  t.equal(frozen(pong(4000, 5))?.qmpAnswered, true)
  t.equal(frozen(pong(4000, 900))?.qmpAnswered, false, 'asked before QEMU can be called silent')
  t.equal(frozen(pong(5960, 1000))?.qmpAnswered, false, 'answered after the host read')
})

t.test('a main loop that runs, with the lock held, for longer than the limit is no starved host', async t => {
  const cpu = (ranMs: number) =>
    host(3010, 11_000, 90).map(fact =>
      fact.kind === 'cpu' ? { ...fact, ranMs: ranMs + 1, main: { ranMs, waitedMs: 60 } } : fact,
    )
  const thread = (role: string, state: string, syscall: string) => ({
    ...{ tid: 1, role, name: 'qemu', state, cpuPercent: state === 'R' ? 40 : 0 },
    ...(syscall === '' ? {} : { syscall: { number: 0, name: syscall } }),
  })
  const spins = (ranMs: number, main: object, vcpu: object) =>
    judge(
      story(
        silent,
        cpu(ranMs),
        cut(10_800, 'freeze'),
        at(10_900, { kind: 'evidence', name: 'threads', data: { threads: [main, vcpu] as never } }),
        end(11_000),
      ),
    )
  const [running, waiting] = [thread('main', 'R', ''), thread('vcpu', 'S', 'futex')]
  t.match(spins(40, running, waiting), { outcome: 'fail', symptom: 'freeze' })
  t.match(spins(10, running, waiting), { outcome: 'inconclusive', because: /starved/ }, 'it ran for 0.8 s')
  t.match(
    spins(40, running, thread('vcpu', 'R', '')),
    { outcome: 'inconclusive' },
    'the vCPU waits for a CPU',
  )
  t.match(
    spins(40, thread('main', 'S', 'ppoll'), waiting),
    { outcome: 'inconclusive' },
    'the main loop sleeps',
  )
})

t.test('on a starved host only a silence that the reading ended is a freeze', async t => {
  const waiting = (...rest: readonly Part[]) => judge(story(silent, host(3010, 9000, 97), ...rest))
  const reads = peer(8950, 'reading')
  t.match(waiting(reads, back(9000)), { outcome: 'fail', symptom: 'freeze' })
  t.match(waiting(back(9000)), { outcome: 'inconclusive', because: /starved/ }, 'nobody read')
  t.match(waiting(reads, qmp(5000, 6000), back(9000)), { outcome: 'inconclusive' }, 'QMP answered')
  t.match(waiting(peer(6000, 'reading'), back(9000)), { outcome: 'inconclusive' }, 'too long after')
  t.match(waiting(revive(8950), back(9000)), { outcome: 'inconclusive' }, 'no peer began to read')
  const late = story(silent, { at: 9000, kind: 'tick', lateMs: 5900 }, reads, back(9000))
  t.match(judge(late), { outcome: 'inconclusive' }, 'we were late ourselves')
  const short = story(silent, host(3010, 5000, 97), peer(4950, 'reading'), back(5000))
  t.match(judge(short), { outcome: 'inconclusive' }, 'not twice the limit')
  const never = story(silent, host(3010, 9000, 97), { at: 9000, kind: 'tick', lateMs: 0 }, end(9000))
  t.match(judge(never), { outcome: 'inconclusive' }, 'it never came back')
})

t.test('a thread that waits for the host makes a silence unclear', async t => {
  const at = (state: string, cpuPercent: number) =>
    judge(story(silent, host(3010, 6000), threads(5900, { state, cpuPercent }), back(6000)))
  t.match(at('R', 0), { outcome: 'inconclusive', because: /waited for the host/ })
  t.match(at('D', 0), { outcome: 'inconclusive' })
  t.match(at('R', 97), { outcome: 'fail', symptom: 'freeze', because: /vCPU 0 in user code at 97 % CPU/ })
})

t.test("QEMU's end during the run is a crash unless the run was being ended", async t => {
  const ended = (...rest: readonly Part[]) => judge(story(silent, ...rest, end(3300)))
  t.match(ended(died(3100, { signal: 'SIGSEGV', words: 'double free\n\x1b[0m' }), cut(3101, 'exit')), {
    symptom: 'crash',
    because: /SIGSEGV.*'double free \[0m'/,
  })
  t.match(ended(died(3100), cut(3101, 'exit')), { symptom: 'crash' })
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP']) {
    const killed = ended(died(3100, { signal }), cut(3101, 'exit'))
    t.match(killed, { outcome: 'inconclusive', because: /that signal came from outside/ }, signal)
  }
  const behindShell = (code: number) => ended(died(3100, { code }), cut(3101, 'exit'))
  t.match(behindShell(137), { outcome: 'inconclusive', because: /137.*that signal came from outside/ })
  t.match(behindShell(139), { symptom: 'crash' }, 'SIGSEGV')
  t.match(behindShell(127), { symptom: 'crash' })
  const words = 'qemu-system-x86_64: terminating on signal 15 from pid 1 (sh)'
  t.match(ended(died(3100, { words }), cut(3101, 'exit')), { outcome: 'inconclusive' })
  t.match(ended(died(3100, { signal: 'SIGKILL', panic: 'panic' }), cut(3101, 'exit')), { symptom: 'crash' })
  t.match(ended(cut(3050, 'timeout'), died(3100)), { outcome: 'inconclusive' })
  t.match(ended(died(3100), cut(3101, 'signal')), { outcome: 'inconclusive' })
  t.match(ended(cut(3050, 'timeout'), died(3100, { signal: 'SIGABRT' })), { symptom: 'crash' })
  t.match(judge(story(begin(), well(1000, 3010), end(3010), died(3100, { signal: 'SIGKILL' }))), {
    outcome: 'pass',
  })
})

t.test('a run that ends amid a silence, or before both paths beat, proves nothing', async t => {
  t.match(judge(story(silent, end(3700))), { outcome: 'pass' })
  t.match(judge(story(silent, host(3010, 3900), end(3900))), {
    outcome: 'inconclusive',
    because: /ended 900 ms into a silence/,
  })
  t.match(judge(story(begin(), well(1000, 2000), end(2030))), {
    outcome: 'inconclusive',
    because: /too short/,
  })
})

t.test('a silence at a cut that the reading may have ended proves nothing', async t => {
  const woken = (cutMs: number) =>
    judge(story(silent, host(3010, 4300), cut(cutMs, 'standstill'), back(4300)))
  t.match(woken(4000), { outcome: 'inconclusive', because: /was cut 1.0 s into a silence/ })
  t.match(judge(story(silent, host(3010, 4300), back(4300))), { outcome: 'pass' }, 'without a cut')
})

t.test('beats that come all at once though the host was on time are a doubt', async t => {
  const late = story(silent, host(3010, 6000), beats(3010, 6000, { seenMs: 6000 }), back(6000))
  t.match(judge(late), { outcome: 'inconclusive', because: /all at once/ })
})

t.test('after a stall, beats are wanted on both paths before the host reads', async t => {
  const stalled = (ms: number) =>
    judge(story(begin(), well(1000, 4500), samples(2300, 4000, 1), peer(ms, 'reading'), end(4500)))
  t.match(stalled(3500), { outcome: 'pass' })
  t.match(stalled(2720), { outcome: 'inconclusive', because: /only 4 beats came over \w+ between the stall/ })
})

t.test('beats that were on their way before the stall was proven do not count as life after it', async t => {
  const late = beats(1500, 2280, { seenMs: 2310 })
  const few = [beats(1000, 1500), late, beats(3010, 3200), beats(3400, 4500), host(2000, 4500)]
  const history = story(begin(), few, samples(2300, 4000, 1), peer(3200, 'reading'), end(4500))
  t.match(judge(history), {
    outcome: 'inconclusive',
    because: /only 2 beats came over \w+ between the stall/,
  })
})
