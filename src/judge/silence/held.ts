import { type FactOf, type History, ofKind } from '../../model/contract/observation.ts'
import { fixedLimits } from '../../model/limits.ts'
import { durationText } from '../../model/value/units.ts'
import { lengthOf, type Window } from '../window.ts'

const { ranNothingMs, heldPart } = fixedLimits

/** How long QEMU was stopped from outside, as a sentence; null: it was not seen stopped. */
export function heldIn(history: History, window: Window): string | null {
  const hand = heldLines(history, window).at(-1)?.held
  return hand === undefined ? null : `QEMU was ${hand} for ${durationText(heldMs(history, window))} of it`
}

/** For how much of a window QEMU was stopped from outside, in ms. */
export function heldMs(history: History, window: Window): number {
  return spanOf(heldLines(history, window))
}

/**
 * That no thread of QEMU ran for most of a stretch, as a sentence; null: one did, or it was not measured. Threads that
 * block by themselves look the same, so this proves something only when QEMU resumed by itself.
 */
export function ranNothingIn(history: History, window: Window): string | null {
  const idleMs = spanOf(linesIn(history, window).filter(({ ranMs }) => ranMs < ranNothingMs))
  if (idleMs < heldPart * lengthOf(window)) return null
  return `no thread of QEMU ran for ${durationText(idleMs)} of it, and it then resumed by itself`
}

function heldLines(history: History, window: Window): FactOf<'cpu'>[] {
  return linesIn(history, window).filter(({ held }) => held !== undefined)
}

function linesIn(history: History, { fromMs, toMs }: Window): FactOf<'cpu'>[] {
  return ofKind(history, 'cpu').filter(({ at }) => at > fromMs && at <= toMs)
}

function spanOf(lines: readonly FactOf<'cpu'>[]): number {
  return lines.reduce((sum, { spanMs }) => sum + spanMs, 0)
}
