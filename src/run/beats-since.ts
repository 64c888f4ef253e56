import { type BeatPath, type History, ofKind } from '../model/observation.ts'

/** The number of beats since a moment on the path that has fewer of them. */
export function beatsSince(history: History, atMs: number): number {
  const beats = ofKind(history, 'beat').filter(beat => beat.at > atMs)
  const on = (path: BeatPath) => beats.filter(beat => beat.path === path).length
  return Math.min(on('ssh'), on('serial'))
}
