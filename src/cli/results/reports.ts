import { appendFileSync } from 'node:fs'
import { UsageError } from '../../model/errors.ts'
import { github } from '../../report/github.ts'
import { type HtmlSettings, html } from '../../report/html.ts'
import { json } from '../../report/json.ts'
import { jsonl } from '../../report/jsonl.ts'
import { junit } from '../../report/junit.ts'
import type { Reporter } from '../../report/reporter.ts'
import { tap } from '../../report/tap.ts'
import type { ReportTarget } from '../option/report-targets.ts'
import { pageAssets } from './page-assets.ts'
import { type ReportFile, reportFile } from './report-file.ts'

/** What `--report` can be of a test run of cells. */
export const reportKinds = ['tap', 'junit', 'json', 'jsonl', 'github', 'html'] as const
type Kind = (typeof reportKinds)[number]

/** What reports are made of beside the results. */
type ReportSources = Omit<HtmlSettings, 'assets'>

type Write = (text: string) => void
type Make = (write: Write, sources: ReportSources) => Reporter

/**
 * Opens what the targets name, before it is known what will be told; the reporters are made later. Throws UsageError
 * for a place that cannot be written to.
 */
export function openReports(
  targets: readonly ReportTarget<Kind>[],
  stepSummary: string | undefined,
): (sources: ReportSources) => readonly Reporter[] {
  const makers = targets.map(({ kind, path }): ((sources: ReportSources) => Reporter) => {
    const make = makerOf(kind, stepSummary)
    if (path === '-') return sources => make(text => process.stdout.write(text), sources)
    const file = reportFile(path)
    // Events are there to be followed; all else is whole, or not there.
    if (kind === 'jsonl') return sources => make(text => file.append(text), sources)
    return sources => atTheEnd(file, write => make(write, sources))
  })
  return sources => makers.map(make => make(sources))
}

function makerOf(kind: Kind, stepSummary: string | undefined): Make {
  switch (kind) {
    case 'tap':
      return write => tap(write)
    case 'junit':
      return (write, { testRun }) => junit(write, testRun)
    case 'json':
      return (write, { testRun }) => json(write, testRun)
    case 'jsonl':
      return (write, { testRun }) => jsonl(write, testRun)
    case 'github': {
      const summary = summaryTo(stepSummary)
      return write => github(write, summary)
    }
    case 'html':
      return (write, sources) => html(write, { ...sources, assets: pageAssets() })
  }
}

/** Other steps of the job write to the same file: ours goes behind theirs. */
function summaryTo(path: string | undefined): Write {
  if (path === undefined || path === '') return () => undefined
  const append = (text: string) => appendFileSync(path, text)
  try {
    append('')
  } catch (error) {
    throw new UsageError(`cannot write to $GITHUB_STEP_SUMMARY: ${String(error)}`)
  }
  return append
}

/** Collects what a reporter writes, and puts it into its file when the reporter is done. */
function atTheEnd(file: ReportFile, make: (write: Write) => Reporter): Reporter {
  const parts: string[] = []
  const made = make(text => parts.push(text))
  return {
    ...made,
    end(results, planned) {
      made.end?.(results, planned)
      file.replace(parts.join(''))
    },
  }
}
