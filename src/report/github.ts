import type { CellResult } from '../model/contract/result.ts'
import { onWords, outcomeWords, versionWords } from './cell/cell-words.ts'
import { escaped } from './escaped.ts'
import { isUnexpected } from './exit-code.ts'
import { githubSummary } from './github-summary.ts'
import type { Reporter } from './reporter.ts'

/** The runner keeps ten annotations of each kind a step: the first ones should be the worst. */
const kinds = ['error', 'warning'] as const

/**
 * Workflow commands of GitHub Actions on stdout (`annotate`), one for each cell that needs a look and one when cells
 * are missing, and a summary of all in Markdown (`summarize`, the file $GITHUB_STEP_SUMMARY). What is as documented
 * makes no annotation.
 */
export function github(annotate: (text: string) => void, summarize: (text: string) => void): Reporter {
  return {
    name: 'github',
    end(results, planned) {
      const missing = planned - results.length
      if (missing > 0) annotate(notPlayed(missing, planned))
      for (const kind of kinds) {
        for (const result of results.filter(result => kindOf(result) === kind))
          annotate(annotation(kind, result))
      }
      summarize(githubSummary(results, planned))
    },
  }
}

function kindOf(result: CellResult): (typeof kinds)[number] | null {
  if (isUnexpected(result) || result.outcome === 'error') return 'error'
  return result.outcome === 'inconclusive' ? 'warning' : null
}

function notPlayed(missing: number, planned: number): string {
  const title = `chardev-fc: ${missing} of ${planned} cells were not run`
  return `::error title=${property(title)}::${data('There is no overall verdict: the missing cells may be unexpected.')}\n`
}

function annotation(kind: string, result: CellResult): string {
  const title = `${result.case} on QEMU ${versionWords(result)} (${onWords(result)}): ${outcomeWords(result)}`
  return `::${kind} title=${property(title)}::${data(result.because)}\n`
}

/** As @actions/core writes a command's message. */
function data(text: string): string {
  return escaped(text).replaceAll('%', '%25')
}

/** As @actions/core writes a command's property. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
