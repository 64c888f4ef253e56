import { isAbsolute, relative } from 'node:path'
import { readInside } from '../../cache/inside.ts'
import { type BisectReport, type BisectSide, bisectReport } from '../../model/contract/bisect-report.ts'
import type { Evidence } from '../../model/contract/evidence.ts'
import { jsonIn } from '../../model/contract/json-lines.ts'
import { misfit } from '../../model/contract/schema.ts'
import { UsageError } from '../../model/errors.ts'
import { inputLimits } from '../../model/input-limits.ts'
import { bisectHtml } from '../../report/bisect/bisect-html.ts'
import { bisectMarkdown } from '../../report/bisect/bisect-markdown.ts'
import { answerText } from '../../report/bisect/bisect-text.ts'
import { jsonText } from '../../report/json.ts'
import { readEvidence } from '../../results/evidence-folder.ts'
import { bisectReportKinds } from '../option/report-kinds.ts'
import { reportTargets } from '../option/report-targets.ts'
import { pageAssets } from '../results/page-assets.ts'
import { reportFile } from '../results/report-file.ts'
import { out } from '../terminal/output.ts'
import type { BisectionFolder } from './bisection-folder.ts'
import { finishedBisections } from './bisections.ts'

/** The report of a bisection in each format, and the answer for the console. */
export type BisectTexts = Readonly<Record<(typeof bisectReportKinds)[number] | 'answer', string>>

/** The options that say where reports go. */
export interface BisectOutput {
  readonly json?: true
  /** `KIND=PATH` */
  readonly report?: readonly string[]
}

/**
 * Formats a report. `bisections` is the folder of all bisections, from which the evidence of runs is read, and `script`
 * the file with the reproduction, if there is one.
 */
export function bisectTexts(report: BisectReport, bisections: string, script: string | null): BisectTexts {
  const kept = ({ dir }: BisectSide) => (dir === undefined ? null : keptEvidence(bisections, dir))
  const html = bisectHtml(report, { kept, assets: pageAssets() })
  return {
    ...{ markdown: bisectMarkdown(report, script), json: jsonText(report), html },
    answer: answerText(report),
  }
}

/**
 * Opens the files of the reports before the work starts, so that a wrong path is found at once. Unless a report goes
 * to stdout, the answer does. Throws UsageError.
 */
export function openBisectReports({ json, report }: BisectOutput): (texts: BisectTexts) => void {
  const targets = reportTargets(bisectReportKinds, report, json)
  const writers = targets.map(({ kind, path }) => {
    const file = path === '-' ? null : reportFile(path)
    return (texts: BisectTexts) => (file === null ? toStdout(kind, texts) : file.replace(texts[kind]))
  })
  return texts => {
    if (targets.every(({ path }) => path !== '-')) toStdout('answer', texts)
    for (const write of writers) write(texts)
  }
}

/** The evidence of a run; null for a run directory that a log of others places elsewhere. */
export function keptEvidence(bisections: string, dir: string): Evidence | null {
  const path = relative(bisections, dir)
  return path.startsWith('..') || isAbsolute(path) ? null : readEvidence(bisections, path)
}

/** In a block of code Markdown has no escapes: where it is printed, a line may not be a command to a CI. */
function toStdout(kind: keyof BisectTexts, texts: BisectTexts): void {
  if (kind === 'markdown' || kind === 'answer') out.print(texts[kind])
  else out.writeDocument(texts[kind])
}

/** The report of the latest bisection of a case that found something. Throws UsageError. */
export function latestReport(bisections: string, id: string): BisectReport {
  const found = finishedBisections(bisections)
    .map(folder => reportIn(folder))
    .find(report => report?.case === id)
  if (found) return found
  throw new UsageError(`no bisection of ${id} has been finished: start one with chardev-fc bisect ${id}`)
}

/** Null for a report of an older version. */
function reportIn(folder: BisectionFolder): BisectReport | null {
  const text = String(readInside(folder.path, 'report.json', inputLimits.fileBytes) ?? '')
  const { value } = jsonIn(text, inputLimits.fileBytes)
  return misfit(bisectReport, value) === null ? (value as BisectReport) : null
}
