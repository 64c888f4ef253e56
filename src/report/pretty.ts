import picocolors from 'picocolors'
import type { CellResult } from '../model/contract/result.ts'
import { worstFirst } from '../model/contract/verdict.ts'
import { cellsText, unexpectedText } from './cell/cell-labels.ts'
import { cellText, headline, judgeCommand } from './cell/cell-text.ts'
import { type Exit, isUnexpected, usualExit } from './exit-code.ts'
import type { Reporter } from './reporter.ts'

export interface PrettySettings {
  readonly colour: boolean
  /** The exit code and its meaning, if not `usualExit`; null: the results do not decide it. */
  readonly exit?: (results: readonly CellResult[]) => Exit | null
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
      const ends = exit(results)
      const isWhole = results.length >= planned
      const lines = [
        ...unexpected.flatMap(result => [
          headline(result, colours),
          ...(result.dir === undefined ? [] : [`  ${judgeCommand(result.dir)}`]),
        ]),
        countsText(results),
        ...(isWhole ? [] : [`only ${results.length} of ${planned} cells were run`]),
        // Missing cells may change the exit code, unless a result is unexpected already.
        ...(ends !== null && (isWhole || ends.code === 1) ? [`exit code ${ends.code}: ${ends.meaning}`] : []),
      ]
      write(lines.map(line => `${line}\n`).join(''))
    },
  }
}

/** `3 cells: 1 fail as documented, 2 pass · nothing unexpected`, `2 cells: 1 error, 1 pass` */
function countsText(results: readonly CellResult[]): string {
  const counts = worstFirst.flatMap(outcome => {
    const own = results.filter(result => result.outcome === outcome)
    return own.length === 0 ? [] : `${own.length} ${outcome}${documentedText(own)}`
  })
  const all = `${cellsText(results.length)}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}`
  const verdicts = results.filter(({ outcome }) => outcome !== 'error')
  const isKnown = results.some(isUnexpected) || verdicts.length === results.length
  return isKnown ? `${all} · ${unexpectedText(verdicts)}` : all
}

/** How many of these failures their cases document. */
function documentedText(results: readonly CellResult[]): string {
  const count = results.filter(result => result.outcome === 'fail' && !isUnexpected(result)).length
  if (count === 0) return ''
  return count === results.length ? ' as documented' : ` (${count} as documented)`
}
