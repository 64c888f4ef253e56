import { type Exit, usualExit } from '../../report/exit-code.ts'
import { gridTable } from '../../report/grid/grid-text.ts'
import { pretty } from '../../report/pretty.ts'
import type { Reporter } from '../../report/reporter.ts'
import { Interrupted } from '../interrupt.ts'
import type { ReportTarget } from '../option/report-targets.ts'
import { colourOn } from './colour.ts'

/** What people are told. */
interface ConsoleSettings {
  /** A grid, at the end. */
  readonly hasGrid: boolean
  /** Each verdict, as soon as it is there. */
  readonly each: boolean
  /** What results mean to whoever called. */
  readonly exit?: typeof usualExit
}

/** The reporters for the console: on stdout, unless a report for programs goes there. */
export function consoleReporters({
  hasGrid,
  each,
  exit = usualExit,
}: ConsoleSettings): (targets: readonly ReportTarget<string>[], signal?: AbortSignal) => Reporter[] {
  return (targets, signal) => {
    const stream = targets.some(({ path }) => path === '-') ? process.stderr : process.stdout
    const write = (text: string) => stream.write(text)
    const settings = { colour: colourOn(stream), exit: exitUnless(signal, exit) }
    const { cellEnded, ...others } = pretty(write, settings)
    const verdicts = each && cellEnded !== undefined ? { ...others, cellEnded } : others
    return [...(hasGrid ? [gridTable(write, settings)] : []), verdicts]
  }
}

/** Whoever interrupted gets the code of that, whatever the results would lead to. */
function exitUnless(signal: AbortSignal | undefined, exit: typeof usualExit): typeof usualExit {
  return (results): Exit => {
    const why: unknown = signal?.aborted ? signal.reason : null
    return why instanceof Interrupted ? { code: why.code, meaning: why.message } : exit(results)
  }
}
