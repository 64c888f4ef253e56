import { cutOf, type History, ofKind } from '../model/contract/observation.ts'

/** A stretch of the journal's clock. */
export interface Window {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * What the judges look at: from phase `script` to phase `end`, to QEMU's own end, or to the last thing that was
 * written down (a killed run), whichever comes first. Null when the script never began.
 */
export function scriptWindow(history: History): Window | null {
  const phases = ofKind(history, 'phase')
  const fromMs = phases.find(({ phase }) => phase === 'script')?.at
  if (fromMs === undefined) return null
  const ends = phases.filter(({ phase }) => phase === 'end').map(({ at }) => at)
  const exits = ofKind(history, 'qemu')
    .filter(({ event, at }) => event === 'exited' && at >= fromMs)
    .map(({ at }) => at)
  const last = history.at(-1)?.at ?? fromMs
  return { fromMs, toMs: Math.min(last, ...ends, ...exits) }
}

/** When the script ended or was cut, in ms; 0 when it never began. What follows a cut is not the script's. */
export function scriptEndMs(history: History): number {
  const cutMs = cutOf(history)?.at ?? Number.POSITIVE_INFINITY
  return Math.min(cutMs, scriptWindow(history)?.toMs ?? 0)
}
