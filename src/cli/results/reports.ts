import { appendFileSync } from 'node:fs'
import { UsageError } from '../../model/errors.ts'
import { github } from '../../report/github.ts'
import { type HtmlSettings, html } from '../../report/html.ts'
import { json } from '../../report/json.ts'
import { jsonl } from '../../report/jsonl.ts'
import { junit } from '../../report/junit.ts'
import type { Reporter } from '../../report/reporter.ts'
import { tap } from '../../report/tap.ts'
import type { reportKinds } from '../option/report-kinds.ts'
import type { ReportTarget } from '../option/report-targets.ts'
import { out } from '../terminal/output.ts'
import { pageAssets } from './page-assets.ts'
import { type ReportFile, reportFile } from './report-file.ts'

type Kind = (typeof reportKinds)[number]

/** What reports need besides the results. */
type ReportSources = Omit<HtmlSettings, 'assets'>

type Write = (text: string) => void
type Make = (write: Write, sources: ReportSources) => Reporter

/**
 * Opens the files of the targets at once, and returns a function that makes the reporters later. Throws UsageError for a
 * file that cannot be written.
 */
export function openReports(
  targets: readonly ReportTarget<Kind>[],
  stepSummary: string | undefined,
): (sources: ReportSources) => readonly Reporter[] {
  const opened = targets.map(({ kind, path }): ((sources: ReportSources) => Reporter) => {
    const make = makerOf(kind, stepSummary)
    if (path === '-') return sources => make(text => out.writeDocument(text), sources)
    const file = reportFile(path)
    // Events are written as they happen; other reports are written whole, at the end.
    if (kind === 'jsonl') return sources => make(text => file.append(text), sources)
    return sources => atTheEnd(file, write => make(write, sources))
  })
  return sources => opened.map(make => make(sources))
}

const makers: Readonly<Record<Exclude<Kind, 'github'>, Make>> = {
  tap: write => tap(write),
  junit: (write, { testRun }) => junit(write, testRun),
  json: (write, { testRun }) => json(write, testRun),
  jsonl: (write, { testRun }) => jsonl(write, testRun),
  html: (write, sources) => html(write, { ...sources, assets: pageAssets() }),
}

function makerOf(kind: Kind, stepSummary: string | undefined): Make {
  if (kind !== 'github') return makers[kind]
  const summary = summaryTo(stepSummary)
  return write => github(write, summary)
}

/** Other steps of the job write to the same file, so ours is appended. */
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

/** Collects the output of a reporter and writes it to its file at the end. */
function atTheEnd(file: ReportFile, make: (write: Write) => Reporter): Reporter {
  const parts: string[] = []
  const made = make(text => parts.push(text))
  return {
    ...made,
    end(results, planned, left) {
      made.end?.(results, planned, left)
      file.replace(parts.join(''))
    },
  }
}
