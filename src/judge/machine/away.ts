import type { BeatPath, History } from '../../model/contract/observation.ts'
import { positionOf } from '../../model/value/position.ts'
import type { Window } from '../window.ts'
import { logins } from './logins.ts'
import { reboots } from './reboots.ts'
import { stops } from './stops.ts'

/**
 * The stretches in which no beat can come, in order and apart: the machine was stopped, or booted after a reset. `path`:
 * those of this path, ssh logins included.
 */
export function away(history: History, path?: BeatPath): Window[] {
  const own = path === 'ssh' ? logins(history) : []
  const all = [...stops(history), ...reboots(history), ...own].toSorted((a, b) => a.fromMs - b.fromMs)
  const apart: Window[] = []
  for (const { fromMs, toMs } of all) {
    const before = apart.at(-1)
    if (before === undefined || fromMs > before.toMs) apart.push({ fromMs, toMs })
    else apart[apart.length - 1] = { fromMs: before.fromMs, toMs: Math.max(before.toMs, toMs) }
  }
  return apart
}

/** The parts of a window that lie outside of some stretches, which are in order and apart. */
export function outside({ fromMs, toMs }: Window, stretches: readonly Window[]): Window[] {
  const first = positionOf(stretches, fromMs, stretch => stretch.toMs)
  const within: Window[] = []
  for (let index = first; index < stretches.length; index++) {
    const stretch = stretches[index]
    if (stretch === undefined || stretch.fromMs >= toMs) break
    if (stretch.toMs > fromMs) within.push(stretch)
  }
  const begins = [fromMs, ...within.map(stretch => stretch.toMs)]
  const ends = [...within.map(stretch => stretch.fromMs), toMs]
  return begins
    .map((begin, index) => ({ fromMs: begin, toMs: ends[index] ?? toMs }))
    .filter(part => part.toMs > part.fromMs)
}
