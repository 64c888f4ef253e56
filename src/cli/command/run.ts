import { UsageError } from '../../model/errors.ts'
import { usualExit } from '../../report/exit-code.ts'
import type { GuestOptions } from '../option/guest-options.ts'
import type { RunOptions } from '../option/run-options.ts'
import { playChosen } from '../play/play-chosen.ts'

/** `chardev-fc run`: runs cases and prints the verdicts. Resolves with the exit code that `exit` gives the results. */
export async function run(
  ids: readonly string[],
  options: GuestOptions & RunOptions,
  command: readonly string[],
  exit = usualExit,
): Promise<number> {
  const { all, only, lastFailed } = options
  if (ids.length === 0 && !all && only === undefined && !lastFailed)
    throw new UsageError(
      'no case given: name cases (see chardev-fc list), or use --all, --only PATTERN or --last-failed',
    )
  return playChosen(ids, options, command, { hasGrid: false, each: true, exit })
}
