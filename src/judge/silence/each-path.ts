import type { BeatPath, FactOf } from '../../model/contract/observation.ts'

type Beats = readonly FactOf<'beat'>[]

export const beatPaths: readonly BeatPath[] = ['ssh', 'serial']

/** The beats of one path. */
export function beatsOn(path: BeatPath, beats: Beats): FactOf<'beat'>[] {
  return beats.filter(beat => beat.path === path)
}

/** Something of the beats, for each path by itself. */
export function eachPath<Value>(
  beats: Beats,
  of: (beats: Beats) => Value,
): { readonly [Of in BeatPath]: Value } {
  return { ssh: of(beatsOn('ssh', beats)), serial: of(beatsOn('serial', beats)) }
}
