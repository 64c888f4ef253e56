import type { usualExit } from '../report/exit-code.ts'
import { gridForPeople } from '../report/grid-text.ts'
import { pretty } from '../report/pretty.ts'
import type { Reporter } from '../report/reporter.ts'
import { colourOn } from './colour.ts'
import type { ReportTarget } from './report-targets.ts'

/** The reporters for people: on stdout, unless a report for programs goes there. */
export function forPeople(
  targets: readonly ReportTarget<string>[],
  {
    hasGrid,
    each,
    exit,
  }: { readonly hasGrid: boolean; readonly each: boolean; readonly exit?: typeof usualExit },
): Reporter[] {
  const stream = targets.some(({ path }) => path === '-') ? process.stderr : process.stdout
  const write = (text: string) => stream.write(text)
  const settings = { colour: colourOn(stream), ...(exit === undefined ? {} : { exit }) }
  const { cellEnded, ...others } = pretty(write, settings)
  const verdicts = each && cellEnded !== undefined ? { ...others, cellEnded } : others
  return [...(hasGrid ? [gridForPeople(write, settings)] : []), verdicts]
}
