import { UsageError } from '../../model/errors.ts'
import { allCases, casesNamed } from '../../plan/catalogue.ts'
import { usualExit } from '../../report/exit-code.ts'
import type { GuestOptions } from '../option/guest-options.ts'
import type { RunOptions } from '../option/run-options.ts'
import { play } from '../play/play.ts'

/** `chardev-fc run`: runs cases and prints the verdicts. Resolves with the exit code that `exit` gives the results. */
export async function run(
  ids: readonly string[],
  options: GuestOptions & RunOptions,
  command: readonly string[],
  exit = usualExit,
): Promise<number> {
  const cases = options.all ? await allCases() : await casesNamed(ids)
  if (cases.length === 0)
    throw new UsageError('no case given: name case ids (see chardev-fc list) or use --all')
  return exit(await play({ cases, options, command, console: { hasGrid: false, each: true, exit } })).code
}
