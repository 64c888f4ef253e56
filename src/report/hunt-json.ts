import type { HuntReport } from '../model/hunt-report.ts'

/** A hunt as the one JSON document of `bisect --json` (docs/bisect.md). */
export function huntJson(report: HuntReport): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
