import type { GuestOptions } from '../option/guest-options.ts'
import type { RunOptions } from '../option/run-options.ts'
import { playChosen } from '../play/play-chosen.ts'

/** `chardev-fc matrix`: cases × QEMUs, all cases unless some are chosen, and a grid. Resolves with the exit code. */
export async function matrix(
  ids: readonly string[],
  options: GuestOptions & RunOptions,
  command: readonly string[],
): Promise<number> {
  return playChosen(ids, options, command, { hasGrid: true, each: true })
}
