import { type Exit, usualExit } from '../../report/exit-code.ts'
import { gridTable } from '../../report/grid/grid-text.ts'
import { type PrettySettings, pretty } from '../../report/pretty.ts'
import type { Reporter } from '../../report/reporter.ts'
import { slowest } from '../../report/slowest.ts'
import { Interrupted } from '../interrupt.ts'
import type { ReportTarget } from '../option/report-targets.ts'
import { err, out } from './output.ts'

export interface ConsoleSettings {
  /** Print a grid at the end. */
  readonly hasGrid: boolean
  /** Print each verdict as soon as its cell has ended. */
  readonly each: boolean
  /** How many of the slowest cells to print at the end. */
  readonly slowest?: number
  /** The exit code of the results. */
  readonly exit?: typeof usualExit
}

/** What decides the exit code beside the results. */
export interface Fate {
  /** The user's interruption. */
  readonly signal?: AbortSignal
  /** Whether results or a report could not be written. The reports end before the console. */
  hasFailed(): boolean
}

/** The reporters for the console. They write to stdout, or to stderr if another report goes to stdout. */
export function consoleReporters(
  { hasGrid, each, slowest: count = 0, exit = usualExit }: ConsoleSettings,
  targets: readonly ReportTarget<string>[],
  fate: Fate,
): Reporter[] {
  const output = targets.some(({ path }) => path === '-') ? err : out
  const write = (text: string) => output.print(text)
  const settings = { colour: output.colour, exit: exitUnless(fate, exit) }
  const { cellEnded, ...others } = pretty(write, settings)
  const verdicts = each && cellEnded !== undefined ? { ...others, cellEnded } : others
  return [
    ...(hasGrid ? [gridTable(write, settings)] : []),
    ...(count > 0 ? [slowest(write, count)] : []),
    verdicts,
  ]
}

/** After an interruption the exit code is that of the signal, whatever the results; after a failure that of its error. */
function exitUnless(
  { signal, hasFailed }: Fate,
  exit: typeof usualExit,
): NonNullable<PrettySettings['exit']> {
  return (results): Exit | null => {
    if (hasFailed()) return null
    const why: unknown = signal?.aborted ? signal.reason : null
    return why instanceof Interrupted ? { code: why.code, meaning: why.message } : exit(results)
  }
}
