import { caseNamed } from '../../support/guest.ts'
import type { Answer, Kind, Setting, Trial } from '../kind.ts'
import { atMoment, type Spot, whileIdle, whileReading } from '../moment.ts'
import { Monitor } from '../monitor.ts'
import { withOtherMonitor } from '../wrapped.ts'

const flows = ['unix-server', 'unix-server-counting', 'slow-reader', 'tcp-server', 'isa-serial']
const atOnce: Spot = { step: /^host opens/, withinMs: 0 }
const events = {
  SHUTDOWN: [{ guest: true, reason: 'guest-reset' }, { guest: false, reason: 'host-signal' }, {}],
  RESET: [{ guest: true, reason: 'guest-reset' }, {}],
  STOP: [{}],
  SUSPEND: [{}],
  GUEST_PANICKED: [{ action: 'pause' }],
} as const

/** A monitor that cannot be relied on, while the guest is well, or while it is not. */
export const qmp: readonly Kind[] = [
  monitored('qmp-late', {
    answers: ['pass'],
    why: 'the monitor answers up to 2 s late; the guest beats, and the data flows',
    spots: [atOnce, whileIdle],
    act: (monitor, { random }) => monitor.delay(random.between(300, 2000)),
  }),
  monitored('qmp-silent', {
    answers: ['pass'],
    why: 'the monitor answers no more; the guest beats, and the data flows',
    act: monitor => monitor.tamper(() => null),
  }),
  monitored('qmp-garbled', {
    answers: ['pass'],
    why: 'what the monitor says is no JSON, or another; the guest beats, and the data flows',
    act: (monitor, { random }) => {
      const nonsense = random.pick(['\0\0\0', '[]', '{"return": ', '{"id":"?","error":7}', '<html>'])
      monitor.tamper(line => random.pick([nonsense, line.slice(0, line.length / 2), line]))
    },
  }),
  monitored('qmp-false-events', {
    answers: ['pass'],
    why: 'the monitor tells of what did not happen; the guest beats, and the data flows',
    act: lie,
  }),
  monitored('qmp-false-events-in-a-freeze', {
    ids: ['debugcon'],
    answers: ['freeze', 'inconclusive'],
    why: 'the guest stops in a blocking write; what the monitor tells of did not happen, but nobody can know',
    spots: [whileIdle],
    act: lie,
  }),
]

interface Plan {
  readonly answers: readonly Answer[]
  readonly why: string
  readonly ids?: readonly string[]
  readonly spots?: readonly Spot[]
  act(monitor: Monitor, stage: Setting): void
}

function monitored(kind: string, { answers, why, ids = flows, spots, act }: Plan): Kind {
  const make = async (stage: Setting): Promise<Trial> => {
    const monitor = new Monitor()
    const moment = atMoment(stage, spots ?? [whileIdle, whileReading], () => act(monitor, stage))
    const played = monitor.before(await caseNamed(stage.random.pick(ids)))
    return { case: played, qemu: await withOtherMonitor(stage.qemu, stage.folder), ...moment }
  }
  return { kind, answers, why, onlyByRun: 'its monitor is one of our own process', make }
}

function lie(monitor: Monitor, { random }: Setting): void {
  const event = random.pick(Object.keys(events) as (keyof typeof events)[])
  const timestamp = { seconds: Math.floor(Date.now() / 1000), microseconds: 0 }
  monitor.onProgress(JSON.stringify({ event, data: random.pick<object>(events[event]), timestamp }))
}
