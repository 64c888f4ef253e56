import type { Expectation, Judged } from '../model/expectation.ts'
import { type History, ofKind } from '../model/observation.ts'
import { runningJobs } from './job-ends.ts'
import { inconclusive, pass } from './judged.ts'
import { findStall } from './stall.ts'
import { stillSince } from './still-since.ts'

/** What the host does, as the case's script has it. */
type Act = 'opens' | 'reads' | 'ends writing' | 'closes'
/** How the guest must stand then. */
type Standing = 'port closed' | 'port open' | 'writer blocked' | 'device unplugged'
type Wanted = { readonly [Does in Act]?: Standing }

/** What the script's order ensures in the printed script too: it waits for a job's end, and for a stall. */
const ordered: readonly Standing[] = ['port closed', 'writer blocked']

/**
 * The host acted in the moment that the case is about, each time: `closes: 'port closed'` wants no program of the script
 * to run in the guest then, `'port open'` that one has the port open before and after, `'writer blocked'` that it stands
 * blocked on the byte on which it was last seen, `'device unplugged'` that QEMU has deleted a device. It never fails: at another moment the case proves nothing.
 */
export function timed(wanted: Wanted): Expectation {
  const checks = Object.values(wanted).every(standing => ordered.includes(standing)) ? { checks: {} } : {}
  return { name: 'timed', judge: history => judge(history, wanted), ...checks }
}

function judge(history: History, wanted: Wanted): Judged {
  const seen: string[] = []
  for (const [act, standing] of Object.entries(wanted) as [Act, Standing][]) {
    const moments = momentsOf(history, act)
    if (moments.length === 0) return inconclusive(`the host never ${events[act].past}`)
    for (const moment of moments) {
      const doubt = doubts[standing](history, moment)
      if (doubt !== null)
        return inconclusive(`when the host ${events[act].past}, ${doubt}: the moment that matters was missed`)
    }
    seen.push(`${proven[standing]} when the host ${events[act].past}`)
  }
  return pass(seen.join(', and '))
}

/** Before which facts of the journal the host did it: where the script's line begins. What comes after a cut is not the script's. */
function momentsOf(history: History, act: Act): number[] {
  const end = history.findIndex(({ kind }) => kind === 'cut')
  const script = end === -1 ? history : history.slice(0, end)
  return script.flatMap((fact, index) => {
    if (act === 'ends writing')
      return fact.kind === 'step' && fact.edge === 'begin' && fact.text.endsWith(' will write no more')
        ? [index]
        : []
    if (fact.kind !== 'peer' || fact.event !== events[act].event) return []
    const line = script.findLastIndex((one, at) => at < index && one.kind === 'step' && one.edge === 'begin')
    return [line === -1 ? index : line]
  })
}

/** How the journal has it, and how it is told. */
const events = {
  opens: { event: 'opened', past: 'opened the chardev' },
  reads: { event: 'reading', past: 'began to read' },
  'ends writing': { event: null, past: 'ended its writing' },
  closes: { event: 'closed', past: 'closed' },
} as const

const proven: { readonly [Of in Standing]: string } = {
  'port closed': 'nothing in the guest had the port open',
  'port open': 'the guest had the port open',
  'writer blocked': 'the writer stood blocked',
  'device unplugged': 'QEMU had deleted the device',
}

/** Why a standing is not proven at a moment; null when it is. */
const doubts: { readonly [Of in Standing]: (history: History, moment: number) => string | null } = {
  'port closed': (history, moment) => {
    const [job] = runningJobs(history.slice(0, moment))
    return job === undefined ? null : `${job} still ran in the guest, and may have had the port open`
  },

  'port open': (history, moment) => {
    const job = ofKind(history.slice(0, moment), 'progress').at(-1)?.job
    const next = history
      .slice(moment)
      .find(
        fact =>
          (fact.kind === 'progress' || (fact.kind === 'job' && fact.event === 'exited')) && fact.job === job,
      )
    return next?.kind === 'progress' ? null : 'no writer was seen with the port open before and after'
  },

  'writer blocked': (history, moment) => {
    const before = history.slice(0, moment)
    const samples = ofKind(before, 'progress')
    const fromMs = stillSince(samples.filter(({ job }) => job === samples.at(-1)?.job))
    const act = history.slice(moment).find(({ kind }) => kind === 'peer')
    const opened = ofKind(before, 'peer').find(
      ({ peer, event }) => event === 'opened' && act?.kind === 'peer' && peer === act.peer,
    )
    const stall = findStall(before, Math.max(fromMs, opened?.at ?? 0))
    return stall === null ? 'the writer was not seen blocked' : null
  },

  'device unplugged': (history, moment) => {
    const events = ofKind(history.slice(0, moment), 'qmp-event')
    return events.some(({ event }) => event === 'DEVICE_DELETED') ? null : 'QEMU still had the device'
  },
}
