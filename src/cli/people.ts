import { gridForPeople } from '../report/grid-text.ts'
import { pretty } from '../report/pretty.ts'
import type { Reporter } from '../report/reporter.ts'
import { colourOn } from './colour.ts'
import type { ReportTarget } from './report-targets.ts'

/** The reporters for people: on stdout, unless a report for programs goes there. */
export function forPeople(
  targets: readonly ReportTarget[],
  hasGrid: boolean,
  how: 'each cell' | 'the end only',
): Reporter[] {
  const stream = targets.some(({ path }) => path === '-') ? process.stderr : process.stdout
  const write = (text: string) => stream.write(text)
  const settings = { colour: colourOn(stream) }
  const { cellEnded, ...others } = pretty(write, settings)
  const verdicts = how === 'each cell' && cellEnded !== undefined ? { ...others, cellEnded } : others
  return [...(hasGrid ? [gridForPeople(write, settings)] : []), verdicts]
}
