import { UsageError } from '../../model/errors.ts'
import { allCases, casesNamed } from '../../plan/catalogue.ts'
import { usualExit } from '../../report/exit-code.ts'
import type { GuestOptions, RunFlags } from '../option/guest-options.ts'
import { play } from '../play/play.ts'
import { consoleReporters } from '../terminal/console-reporters.ts'

/** `chardev-fc run`: plays cases and prints the verdicts. Resolves with the exit code: `exit` says what results mean. */
export async function run(
  ids: readonly string[],
  options: GuestOptions & RunFlags,
  command: readonly string[],
  exit = usualExit,
): Promise<number> {
  const cases = options.all ? await allCases() : await casesNamed(ids)
  if (cases.length === 0)
    throw new UsageError('no case given: name case ids (see chardev-fc list) or use --all')
  const consoleReports = consoleReporters({ hasGrid: false, each: true, exit })
  return exit(await play({ cases, options, command, consoleReports })).code
}
