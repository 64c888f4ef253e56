import { UsageError } from '../../model/errors.ts'
import { allCases, casesNamed } from '../../plan/catalogue.ts'
import { selected } from '../../plan/selected.ts'
import { exitCode } from '../../report/exit-code.ts'
import type { GuestOptions, MatrixFlags } from '../option/guest-options.ts'
import { play } from '../play/play.ts'
import { consoleReporters } from '../terminal/console-reporters.ts'

/** `chardev-fc matrix`: cases × QEMUs, all cases unless some are named, and a grid. Resolves with the exit code. */
export async function matrix(
  ids: readonly string[],
  options: GuestOptions & MatrixFlags,
  command: readonly string[],
): Promise<number> {
  if (options.all && ids.length > 0)
    throw new UsageError(`expected case ids or --all, got both: leave one out (or use --only '${ids[0]}')`)
  const cases = ids.length === 0 ? await allCases() : await casesNamed(ids)
  const consoleReports = consoleReporters({ hasGrid: true, each: true })
  return exitCode(await play({ cases: selected(cases, options), options, command, consoleReports }))
}
