import { appendFileSync } from 'node:fs'
import { UsageError } from '../model/errors.ts'
import type { Kept } from '../model/kept.ts'
import type { CellResult } from '../model/result.ts'
import type { Round } from '../model/round.ts'
import { github } from '../report/github.ts'
import { html } from '../report/html.ts'
import { json } from '../report/json.ts'
import { jsonl } from '../report/jsonl.ts'
import { junit } from '../report/junit.ts'
import type { PastRound } from '../report/past.ts'
import type { Reporter } from '../report/reporter.ts'
import { tap } from '../report/tap.ts'
import { pageAssets } from './page-assets.ts'
import { type ReportFile, reportFile } from './report-file.ts'
import type { ReportTarget } from './report-targets.ts'

/** What reports are made of beside the results. */
export interface ReportSources {
  readonly round: Round
  /** What was kept of a cell that has just ended. */
  kept(result: CellResult): Kept | null
  /** Earlier rounds, the oldest first. */
  readonly past: readonly PastRound[]
  /** $GITHUB_STEP_SUMMARY, if there is one. */
  readonly stepSummary: string | undefined
}

type Write = (text: string) => void

/** Opens what the targets name, and makes their reporters. Throws UsageError for a place that cannot be written to. */
export function reportersTo(
  targets: readonly ReportTarget[],
  sources: ReportSources,
  stdout: Write,
): readonly Reporter[] {
  return targets.map(({ kind, path }) => {
    if (path === '-') return reporter(kind, stdout, sources)
    const file = reportFile(path)
    // Events are there to be followed; all else is whole, or not there.
    if (kind === 'jsonl') return reporter(kind, text => file.append(text), sources)
    return atTheEnd(file, write => reporter(kind, write, sources))
  })
}

function reporter(kind: ReportTarget['kind'], write: Write, sources: ReportSources): Reporter {
  const { round, stepSummary } = sources
  switch (kind) {
    case 'tap':
      return tap(write)
    case 'junit':
      return junit(write, round)
    case 'json':
      return json(write, round)
    case 'jsonl':
      return jsonl(write, round)
    case 'github':
      return github(write, summaryTo(stepSummary))
    case 'html':
      return html(write, { ...sources, assets: pageAssets() })
  }
}

/** Other steps of the job write to the same file: ours goes behind theirs. */
function summaryTo(path: string | undefined): Write {
  if (path === undefined || path === '') return () => undefined
  const append = (text: string) => appendFileSync(path, text)
  try {
    append('')
  } catch (error) {
    throw new UsageError(`wanted to write to $GITHUB_STEP_SUMMARY, but ${String(error)}`)
  }
  return append
}

/** Collects what a reporter writes, and puts it into its file when the reporter is done. */
function atTheEnd(file: ReportFile, make: (write: Write) => Reporter): Reporter {
  const parts: string[] = []
  const made = make(text => parts.push(text))
  return {
    ...made,
    end(results) {
      made.end?.(results)
      file.replace(parts.join(''))
    },
  }
}
