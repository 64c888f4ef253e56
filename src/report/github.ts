import type { CellResult } from '../model/contract/result.ts'
import { defused } from '../model/value/defused.ts'
import { escaped } from '../model/value/escaped.ts'
import { outcomeText, qemuText, repeatText } from './cell/cell-labels.ts'
import { isUnexpected } from './exit-code.ts'
import { githubSummary } from './github-summary.ts'
import type { Reporter } from './reporter.ts'

/** Worst first: the runner keeps the first ten annotations of each kind per step. */
const kinds = ['error', 'warning'] as const

/**
 * Writes workflow commands of GitHub Actions to stdout (`annotate`), one for each cell that needs attention and one if
 * cells are missing, and a Markdown summary of all results (`summarize`, the file $GITHUB_STEP_SUMMARY). Documented
 * outcomes get no annotation.
 */
export function github(annotate: (text: string) => void, summarize: (text: string) => void): Reporter {
  return {
    name: 'github',
    end(results, planned) {
      const missing = planned - results.length
      if (missing > 0)
        annotate(
          command(
            'error',
            `chardev-fc: ${missing} of ${planned} cells were not run`,
            'There is no overall verdict: the missing cells may be unexpected.',
          ),
        )
      for (const kind of kinds) {
        for (const result of results.filter(result => kindOf(result) === kind))
          annotate(
            command(
              kind,
              `${result.case} on ${qemuText(result)}${repeatText(result)}: ${outcomeText(result)}`,
              result.because,
            ),
          )
      }
      summarize(githubSummary(results, planned))
    },
  }
}

function kindOf(result: CellResult): (typeof kinds)[number] | null {
  if (isUnexpected(result) || result.outcome === 'error') return 'error'
  return result.outcome === 'inconclusive' ? 'warning' : null
}

/** Escaped as @actions/core escapes the message and the properties of a command. */
function command(kind: string, title: string, message: string): string {
  const data = (text: string) => defused(escaped(text)).replaceAll('%', '%25')
  return `::${kind} title=${data(title).replaceAll(':', '%3A').replaceAll(',', '%2C')}::${data(message)}\n`
}
