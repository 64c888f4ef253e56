import { cutOf, type FactOf, type History, ofKind } from '../model/contract/observation.ts'

/** A stretch of the journal's clock. */
export interface Window {
  readonly fromMs: number
  readonly toMs: number
}

/** The length of a window in ms, of its part after `sinceMs` if that is given. */
export function lengthOf({ fromMs, toMs }: Window, sinceMs = fromMs): number {
  return toMs - Math.max(fromMs, sinceMs)
}

/** When a phase of the run began, in ms. */
export function phaseMs(history: History, phase: FactOf<'phase'>['phase']): number | undefined {
  return ofKind(history, 'phase').find(fact => fact.phase === phase)?.at
}

/** From phase `healthy` to phase `script`; null when either never began. */
export function healthyWindow(history: History): Window | null {
  const [fromMs, toMs] = [phaseMs(history, 'healthy'), phaseMs(history, 'script')]
  return fromMs === undefined || toMs === undefined ? null : { fromMs, toMs }
}

/**
 * The part of a run that is judged: from phase `script` to phase `end`, to the end of QEMU, or to the last line of the
 * journal (a killed run), whichever comes first. Null when the script never began.
 */
export function scriptWindow(history: History): Window | null {
  const fromMs = phaseMs(history, 'script')
  if (fromMs === undefined) return null
  const exit = ofKind(history, 'qemu').find(({ event, at }) => event === 'exited' && at >= fromMs)
  const lastMs = history.at(-1)?.at ?? fromMs
  return { fromMs, toMs: Math.min(lastMs, phaseMs(history, 'end') ?? lastMs, exit?.at ?? lastMs) }
}

/** When the script ended or was cut, in ms; 0 when it never began. What follows a cut does not belong to the script. */
export function scriptEndMs(history: History): number {
  const endMs = scriptWindow(history)?.toMs ?? 0
  return Math.min(cutOf(history)?.at ?? endMs, endMs)
}
