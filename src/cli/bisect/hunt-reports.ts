import type { HuntReport, HuntSide } from '../../model/contract/hunt-report.ts'
import { huntHtml } from '../../report/bisect/hunt-html.ts'
import { huntMarkdown } from '../../report/bisect/hunt-markdown.ts'
import { jsonText } from '../../report/json.ts'
import { readEvidence } from '../../results/evidence-folder.ts'
import { reportTargets } from '../option/report-targets.ts'
import { pageAssets } from '../results/page-assets.ts'
import { reportFile } from '../results/report-file.ts'

const kinds = ['markdown', 'json', 'html'] as const

/** The report of a hunt, in each form. */
export type HuntTexts = Readonly<Record<(typeof kinds)[number], string>>

/** How a hunt is told. */
export interface HuntOutput {
  readonly json?: true
  /** `KIND=PATH` */
  readonly report?: readonly string[]
}

/** Makes all forms of a report; the runs that it shows are still there. */
export function huntTexts(report: HuntReport): HuntTexts {
  const settings = {
    kept: ({ dir }: HuntSide) => (dir === undefined ? null : readEvidence(dir)),
    assets: pageAssets(),
  }
  return { markdown: huntMarkdown(report), json: jsonText(report), html: huntHtml(report, settings) }
}

/**
 * Opens where the report is to go: long work must not end in one that goes nowhere. What is not asked for on stdout
 * otherwise goes there as Markdown. Throws UsageError.
 */
export function openHuntReports({ json, report }: HuntOutput): (texts: HuntTexts) => void {
  const targets = reportTargets(kinds, report, json)
  const isTold = targets.some(({ path }) => path === '-')
  const writers = targets.map(({ kind, path }) => {
    const file = path === '-' ? null : reportFile(path)
    return (texts: HuntTexts) =>
      file === null ? process.stdout.write(texts[kind]) : file.replace(texts[kind])
  })
  return texts => {
    if (!isTold) process.stdout.write(texts.markdown)
    for (const write of writers) write(texts)
  }
}
