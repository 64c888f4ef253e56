import type { BisectReport, BisectSide } from '../../model/contract/bisect-report.ts'
import { bisectHtml } from '../../report/bisect/bisect-html.ts'
import { bisectMarkdown } from '../../report/bisect/bisect-markdown.ts'
import { jsonText } from '../../report/json.ts'
import { readEvidence } from '../../results/evidence-folder.ts'
import { reportTargets } from '../option/report-targets.ts'
import { pageAssets } from '../results/page-assets.ts'
import { reportFile } from '../results/report-file.ts'

const kinds = ['markdown', 'json', 'html'] as const

/** The report of a bisection in each format. */
export type BisectTexts = Readonly<Record<(typeof kinds)[number], string>>

/** The options that say where reports go. */
export interface BisectOutput {
  readonly json?: true
  /** `KIND=PATH` */
  readonly report?: readonly string[]
}

/** Formats a report. The run directories that it names must still be there. */
export function bisectTexts(report: BisectReport): BisectTexts {
  const kept = ({ dir }: BisectSide) => (dir === undefined ? null : readEvidence(dir))
  const html = bisectHtml(report, { kept, assets: pageAssets() })
  return { markdown: bisectMarkdown(report), json: jsonText(report), html }
}

/**
 * Opens the files of the reports before the work starts, so that a wrong path is found at once. Unless another report
 * goes to stdout, the Markdown one does. Throws UsageError.
 */
export function openBisectReports({ json, report }: BisectOutput): (texts: BisectTexts) => void {
  const targets = reportTargets(kinds, report, json)
  const writers = targets.map(({ kind, path }) => {
    const file = path === '-' ? null : reportFile(path)
    return (texts: BisectTexts) =>
      file === null ? process.stdout.write(texts[kind]) : file.replace(texts[kind])
  })
  return texts => {
    if (targets.every(({ path }) => path !== '-')) process.stdout.write(texts.markdown)
    for (const write of writers) write(texts)
  }
}
