import picocolors from 'picocolors'
import type { CellResult } from '../model/contract/result.ts'
import { worstFirst } from '../model/contract/verdict.ts'
import { cellText, headline, lookAgain } from './cell/cell-text.ts'
import { type Exit, isUnexpected, usualExit } from './exit-code.ts'
import type { Reporter } from './reporter.ts'

/** What the pretty report knows of where it is shown. */
export interface PrettySettings {
  readonly colour: boolean
  /** How the command ends, where it is not the usual way. */
  readonly exit?: (results: readonly CellResult[]) => Exit
}

/** The report for the console: each cell as it ends, and a summary. Foreign text is escaped. */
export function pretty(
  write: (text: string) => void,
  { colour, exit = usualExit }: PrettySettings,
): Reporter {
  const colours = picocolors.createColors(colour)
  return {
    name: 'pretty',
    cellEnded: result => write(`${cellText(result, colours)}\n`),
    end(results, planned) {
      const unexpected = results.filter(isUnexpected)
      const { code, meaning } = exit(results)
      const lines = [
        ...unexpected.flatMap(result => [
          headline(result, colours),
          ...(result.dir === undefined ? [] : [`  ${lookAgain(result.dir)}`]),
        ]),
        countsText(results, unexpected.length),
        // What was not played may change all but a surprise.
        ...(results.length < planned ? [`only ${results.length} of ${planned} cells were run`] : []),
        ...(results.length < planned && code !== 1 ? [] : [`exit code ${code}: ${meaning}`]),
      ]
      write(lines.map(line => `${line}\n`).join(''))
    },
  }
}

function countsText(results: readonly CellResult[], unexpected: number): string {
  const counts = worstFirst
    .map(outcome => [results.filter(result => result.outcome === outcome).length, outcome] as const)
    .filter(([count]) => count > 0)
    .map(([count, outcome]) => `${count} ${outcome}`)
  const cells = `${results.length} ${results.length === 1 ? 'cell' : 'cells'}`
  const all = counts.length === 0 ? cells : `${cells}: ${counts.join(', ')}`
  return `${all} · ${unexpected === 0 ? 'nothing unexpected' : `${unexpected} UNEXPECTED`}`
}
