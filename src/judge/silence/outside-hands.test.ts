import t from 'tap'
import type { Json } from '../../model/contract/observation.ts'
import { alive } from '../expectation/alive.ts'
import {
  at,
  beats,
  begin,
  cut,
  died,
  end,
  exited,
  host,
  type Part,
  peer,
  qmp,
  read,
  revive,
  samples,
  started,
  story,
  well,
} from '../stories/story.fixture.ts'

const judge = alive().judge
const silent = [begin(), well(1000, 3010), peer(2100, 'opened'), started(2200)]
const back = (ms: number) => [beats(ms, ms + 900), host(ms, ms + 900), qmp(ms, ms + 900), end(ms + 900)]

/** Ticks, and how QEMU's threads were seen; they ran for so many of each 100 ms. */
const seen = (fromMs: number, toMs: number, how: { ranMs: number; held?: string }): Part =>
  Array.from({ length: Math.floor((toMs - fromMs) / 100) }, (_, index) => fromMs + 100 * (index + 1)).map(
    ms => [at(ms, { kind: 'tick', lateMs: 0 }), at(ms, { kind: 'cpu', spanMs: 100, waitedMs: 0, ...how })],
  )

t.test('a QEMU that somebody stopped is no freeze, whenever it came back', async t => {
  const stopped = seen(3010, 6000, { ranMs: 0, held: 'stopped by a signal (state T)' })
  const named = { outcome: 'inconclusive', because: /no beat came for 3.0 s .*QEMU was stopped by a signal/ }
  t.match(judge(story(silent, stopped, back(6000))), named)
  t.match(judge(story(silent, stopped, peer(5950, 'reading'), back(6000))), named, 'the reading is no cause')
  t.match(judge(story(silent, stopped, cut(5900, 'freeze'), revive(5950), end(6000))), {
    outcome: 'inconclusive',
    because: /QEMU was stopped/,
  })
})

t.test('a guest that QEMU was told to stop, or that went to sleep or died, is no freeze', async t => {
  const silence = [silent, host(3010, 6000)]
  const event = (ms: number, event: string) => at(ms, { kind: 'qmp-event', event, data: null })
  const of = (...rest: readonly Part[]) => judge(story(silence, ...rest, cut(4600, 'freeze'), end(6000)))
  t.match(of(event(3000, 'STOP')), {
    outcome: 'inconclusive',
    because: /the machine was stopped for 3.0 s \(event STOP\), and the script had not asked for it/,
  })
  t.match(of(event(3000, 'SUSPEND')), { outcome: 'inconclusive' })
  t.match(
    of(event(2500, 'STOP'), event(4000, 'RESUME')),
    {
      outcome: 'inconclusive',
      because: /no beat came for 2.0 s .*the machine was stopped just before or after it/,
    },
    'until amid the silence',
  )
  t.match(of(event(1500, 'STOP'), event(1600, 'RESUME')), { symptom: 'freeze' }, 'it went on before')
  t.match(of(event(3500, 'RESET')), { outcome: 'inconclusive', because: /was reset meanwhile/ })
  const console = (line: string) => at(5000, { kind: 'evidence', name: 'console', data: [line] })
  const panic = '[    9.1] Kernel panic - not syncing: Out of memory'
  t.match(of(console(panic)), { outcome: 'inconclusive', because: /printed 'Kernel panic - not syncing/ })
})

t.test('an abort for want of something that the host had not is no crash', async t => {
  const words = 'qemu: qemu_thread_create: Resource temporarily unavailable'
  const dead = (words: string, signal: NodeJS.Signals = 'SIGABRT') =>
    judge(story(silent, died(3020, { signal, words }), end(3100)))
  t.match(dead(words), { outcome: 'inconclusive', because: /the host was short of resources/ })
  const glib = 'qemu-system-x86_64: GLib: ../../../glib/gmem.c:207: failed to allocate 16777216 bytes'
  t.match(dead(glib, 'SIGTRAP'), { outcome: 'inconclusive', because: /the host was short of resources/ })
  t.match(dead(glib, 'SIGSEGV'), { symptom: 'crash' })
  t.match(dead('Bail out! assertion failed'), { outcome: 'fail', symptom: 'crash' })
})

t.test('what stopped for long enough before somebody came is a freeze', async t => {
  const late = [host(3010, 5000), seen(5000, 6000, { ranMs: 0, held: 'held by a debugger (state t)' })]
  t.match(judge(story(silent, late, back(6000))), { outcome: 'fail', symptom: 'freeze' })
})

t.test('a QEMU of which no thread ran, and that went on by itself, proves nothing', async t => {
  const asleep = seen(3010, 6000, { ranMs: 0 })
  t.match(judge(story(silent, asleep, back(6000))), {
    outcome: 'inconclusive',
    because: /no thread of QEMU ran for 2\.\d s of it, and it then resumed by itself/,
  })
  t.match(judge(story(silent, asleep, peer(5950, 'reading'), read(5960, 278), back(6000))), {
    symptom: 'freeze',
    freeze: { revivedAfterMs: 50 },
  })
  t.match(judge(story(silent, asleep, cut(4600, 'freeze'), end(6000))), { symptom: 'freeze' }, 'it stays so')
  t.match(judge(story(silent, seen(3010, 6000, { ranMs: 9 }), back(6000))), { symptom: 'freeze' }, 'it ran')
})

t.test('a thread beside one of the same QEMU that got all of a CPU did not wait for the host', async t => {
  const at5900 = (mainPercent: number) => {
    const data = {
      threads: [
        { tid: 1, role: 'main', state: 'R', cpuPercent: mainPercent },
        { tid: 2, role: 'vcpu', state: 'R', cpuPercent: 0 },
      ],
    }
    const evidence = at(5900, { kind: 'evidence', name: 'threads', data })
    return judge(story(silent, host(3010, 9000), cut(4600, 'freeze'), evidence, end(9000)))
  }
  t.match(at5900(99), { symptom: 'freeze' })
  t.match(at5900(30), { outcome: 'inconclusive', because: /starved/ })
})

t.test('a guest that says something in the silence did not stop', async t => {
  const lasting = [silent, host(3010, 9000), cut(4600, 'freeze'), revive(6000), end(9000)]
  t.match(judge(story(lasting)), { symptom: 'freeze' })
  t.match(judge(story(lasting, samples(3100, 3300, 1))), { symptom: 'freeze' }, 'it was on its way')
  t.match(judge(story(lasting, samples(3100, 4500, 1))), {
    outcome: 'inconclusive',
    because: /the guest kept running: a sample of job1 came 1\.\d s after the last beat/,
  })
  const late = samples(2900, 3010, 1).map(fact => ({ ...fact, at: fact.at + 1200 }))
  t.match(judge(story(lasting, late)), { symptom: 'freeze' }, 'older than the last beat by its own clock')
  t.match(judge(story(lasting, exited(4000))), {
    outcome: 'inconclusive',
    because: /a line of job1 came 1.0 s/,
  })
  t.match(judge(story(lasting, exited(4000, null))), { symptom: 'freeze' }, 'its connection ended')
  t.match(judge(story(lasting, samples(6100, 6500, 1))), { symptom: 'freeze' }, 'woken by the host that read')
})

t.test('a guest that only halts says so on its console', async t => {
  const said = { kind: 'evidence', name: 'console', data: ['[    9.1] reboot: System halted', ''] } as const
  t.match(judge(story(silent, host(3010, 6000), cut(4600, 'freeze'), at(5000, said), end(6000))), {
    outcome: 'inconclusive',
    because: /the guest's kernel printed 'reboot: System halted'/,
  })
})

t.test('an orderly end is a crash only if nobody asked for it', async t => {
  const ended = (data: Json, how: Part = died(3100)) =>
    judge(
      story(
        silent,
        at(3050, { kind: 'qmp-event', event: 'SHUTDOWN', data }),
        how,
        cut(3101, 'exit'),
        end(3300),
      ),
    )
  const itself = { outcome: 'inconclusive', because: /the guest itself requested it \(guest-reset\)/ }
  t.match(ended({ guest: true, reason: 'guest-reset' }), itself)
  t.match(ended({ guest: true }), { outcome: 'inconclusive', because: /the guest itself requested it$/ })
  t.match(ended({ guest: false, reason: 'host-qmp-quit' }), {
    outcome: 'inconclusive',
    because: /shutdown was requested from outside \(host-qmp-quit\)/,
  })
  t.match(ended(null), { outcome: 'inconclusive', because: /does not say who requested/ }, 'up to QEMU 2.9')
  const farewell = { ...died(3100), farewell: 'reboot: Power down' }
  t.match(ended(null, farewell), { because: /the guest itself requested it: 'reboot: Power down'/ })
  t.match(ended({ guest: true, reason: 'guest-panic' }), { symptom: 'crash' })
  t.match(ended({ guest: false, reason: 'host-error' }), { symptom: 'crash' })
  t.match(ended({ guest: true, reason: 'guest-reset' }, died(3100, { signal: 'SIGSEGV' })), {
    symptom: 'crash',
  })
  const panic = died(3100, { panic: 'Kernel panic' })
  t.match(ended({ guest: true, reason: 'guest-reset' }, panic), { symptom: 'crash' })
})

t.test(
  'a silence that only the limit of a slow host allows is a doubt, unless the host was slow then too',
  async t => {
    // 500 ms between two beats in the healthy phase: the limit is 5 s.
    const slow = [begin(), beats(1000, 1500), beats(1900, 3010), host(1000, 3010), qmp(2000, 3010)]
    t.match(judge(story(slow, host(3010, 6000), back(6000))), {
      outcome: 'inconclusive',
      because:
        /no beat came for 3\.0 s, which is near the limit .* the host was not starved for 3\.0 s of it/,
    })
    const stopped = seen(3010, 6000, { ranMs: 0, held: 'stopped by a signal (state T)' })
    t.match(judge(story(slow, stopped, back(6000))), {
      because: /near the limit .* QEMU was stopped by a signal/,
    })
    t.match(judge(story(slow, host(3010, 6000, 80), back(6000))), { outcome: 'pass' })
  },
)
