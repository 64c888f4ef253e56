import type { Checks, Expectation, Judged } from '../../model/case/expectation.ts'
import { type History, ofKind } from '../../model/contract/observation.ts'
import { fixedLimits } from '../../model/limits.ts'
import { durationText } from '../../model/value/units.ts'
import { fail, inconclusive, pass } from '../judged.ts'
import { away, outside } from '../machine/away.ts'
import { findHostStall } from '../stall/host-stall.ts'
import { findStall } from '../stall/stall.ts'
import { healthyWindow, scriptWindow, type Window } from '../window.ts'

const { spinPercent, aboveHealthyPercent, timesHealthy, calmMs, spinMs } = fixedLimits

/**
 * QEMU is idle while the writer is blocked (or, without one, while the host idles for some beats), nobody reads,
 * and the guest only beats. Fails with `spin` when its main loop ran, or was ready to run, for nearly
 * all of that time, and for much more than in the healthy phase. What a virtual CPU runs is the guest's doing.
 */
export function calm(): Expectation {
  return { name: 'calm', judge, checks }
}

const checks: Checks = {
  rest: `
  RESTED=yes
  cpu_since "$REST_FROM"
  until [ "$CPU_MS" -ge "$CALM_MS" ] && { [ "$CPU_WANTED" -lt "$SPIN_PERCENT" ] || [ "$CPU_MS" -ge "$SPIN_MS" ]; }; do
    watch
    cpu_since "$REST_FROM"
  done
  [ "$CPU_WANTED" -ge "$SPIN_PERCENT" ] || return 0
  used="while QEMU had nothing to do, its main loop wanted a CPU for $CPU_WANTED % of the time and got one for $CPU_RAN % ($HEALTHY % in the healthy phase)"
  if [ "$CPU_RAN" -ge $((HEALTHY + ABOVE_HEALTHY_PERCENT)) ] && [ "$CPU_RAN" -ge $((TIMES_HEALTHY * HEALTHY)) ]; then
    fail spin "$used"
  fi
  doubt "$used: the host is too busy to tell whether it spins"`,
  end: `[ -n "$RESTED" ] || doubt 'QEMU was never at rest, so it was not seen whether it spins'`,
}

function judge(history: History, whole = history): Judged {
  const window = idleWindow(history, whole)
  if (window === null)
    return inconclusive('no stall was proven and the host never idled, so QEMU was never at rest')
  const during = share(history, window)
  if (during === null || during.spanMs < calmMs) {
    const measured = durationText(during?.spanMs ?? 0)
    return inconclusive(`QEMU's CPU time was measured for only ${measured} while it had nothing to do`)
  }
  const healthy = during.process === undefined ? share(history, healthyWindow(history)) : null
  const used = `QEMU's main loop used ${percent(during.ran)} of a CPU while it had nothing to do`
  const before = healthy === null ? '' : ` (${percent(healthy.ran)} in the healthy phase)`
  if (during.wanted < spinPercent) return pass(`${used}${before}`)
  if (during.spanMs < spinMs) {
    return inconclusive(`${used}, but that was measured for only ${durationText(during.spanMs)}`)
  }
  if (healthy === null) return inconclusive(`${used}, but this QEMU was not measured in the healthy phase`)
  if (during.ran < Math.max(healthy.ran + aboveHealthyPercent, timesHealthy * healthy.ran)) {
    return inconclusive(
      `${used}${before} and was running or ready to run for ${percent(during.wanted)} of the time: the host was too busy to tell`,
    )
  }
  return fail('spin', `${used}${before}, although nothing moved`)
}

/** Whether QEMU was measured for too short a time, while it had nothing to do, to tell whether it is idle. */
export function isRestUnclear(history: History, whole: History): boolean {
  const window = idleWindow(history, whole)
  const during = share(history, window)
  if (during === null) return false
  return during.spanMs < (during.wanted < spinPercent ? calmMs : spinMs)
}

/**
 * From the proof that the writer, or the host that sends, is blocked, until the host reads, from whatever port, or the
 * guest starts to.
 */
function idleWindow(history: History, whole: History): Window | null {
  const stall = findStall(history) ?? findHostStall(history)
  const window = scriptWindow(history)
  if (window === null) return null
  if (stall === null) return idleStep(history)
  const { sinceMs, atMs } = stall
  const ended = whole.find(
    fact =>
      fact.at > atMs &&
      ((fact.kind === 'peer' && fact.event !== 'opened') ||
        fact.kind === 'read' ||
        (fact.kind === 'job' && fact.event === 'started') ||
        fact.kind === 'cut'),
  )
  return { fromMs: sinceMs, toMs: ended?.at ?? window.toMs }
}

/** The last completed step in which the host idled for a number of beats. */
function idleStep(history: History): Window | null {
  const steps = ofKind(history, 'step').filter(({ text }) => text.startsWith('host idles for '))
  const end = steps.findLast(({ edge }) => edge === 'end')
  const begin = steps.findLast(({ edge, step }) => edge === 'begin' && step === end?.step)
  return begin && end ? { fromMs: begin.at, toMs: end.at } : null
}

interface Share {
  /** Of which QEMU, if it is not the first. */
  readonly process: number | undefined
  readonly spanMs: number
  /** Percent of one CPU, on average. */
  readonly ran: number
  /** Ran, or was ready without getting one. */
  readonly wanted: number
}

/**
 * What the main loop got, by the lines that lie wholly in a window, with the machine running and nobody holding QEMU. If
 * the guest moved to another QEMU in the window, of that one.
 */
function share(history: History, window: Window | null): Share | null {
  if (window === null) return null
  const parts = outside(window, away(history))
  const lines = ofKind(history, 'cpu')
  const process = lines.findLast(({ at }) => at <= window.toMs)?.process
  const inside = lines.filter(
    ({ at, spanMs, held, process: own }) =>
      own === process &&
      held === undefined &&
      parts.some(({ fromMs, toMs }) => at - spanMs >= fromMs - 1 && at <= toMs),
  )
  // Journals of 0.1.0 have only what all threads had together.
  const used = inside.map(fact => fact.main ?? fact)
  const sum = (of: 'ranMs' | 'waitedMs') => used.reduce((sum, fact) => sum + fact[of], 0)
  const spanMs = inside.reduce((sum, fact) => sum + fact.spanMs, 0)
  if (spanMs === 0) return null
  return {
    process,
    spanMs,
    ran: (100 * sum('ranMs')) / spanMs,
    wanted: (100 * (sum('ranMs') + sum('waitedMs'))) / spanMs,
  }
}

function percent(part: number): string {
  return `${Math.round(part)} %`
}
