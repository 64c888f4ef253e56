import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { codeOf } from '../../cache/code-of.ts'
import { messageOf, UsageError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import type { ReportOptions } from '../option/report-options.ts'
import type { ReportTarget } from '../option/report-targets.ts'

type Targets = readonly ReportTarget<string>[]

/** Throws UsageError for `--open` without a page to open. */
export function checkOpen(targets: Targets, { open }: Pick<ReportOptions, 'open'>): void {
  if (open && pageOf(targets) === undefined)
    throw new UsageError('--open: expected a page to open: add --report html=PATH')
}

/** Says where the reports are, and with `open` opens the page in a browser. */
export async function tellReports(targets: Targets, open: boolean, onProgress: OnProgress): Promise<void> {
  for (const { kind, path } of targets) if (path !== '-') onProgress(`The ${kind} report is ${path}`)
  const page = pageOf(targets)
  if (open && page !== undefined) await openInBrowser(page, onProgress)
}

/** The browser goes on without us. */
async function openInBrowser(page: string, onProgress: OnProgress): Promise<void> {
  const child = spawn('xdg-open', [resolve(page)], { detached: true, stdio: 'ignore' })
  child.unref()
  await once(child, 'spawn').catch((error: unknown) =>
    onProgress(`--open: open ${page} yourself: ${whyNot(error)}`),
  )
}

function whyNot(error: unknown): string {
  if (codeOf(error) === 'ENOENT') return "there is no xdg-open here (in Debian's xdg-utils)"
  return `cannot start xdg-open: ${messageOf(error)}`
}

function pageOf(targets: Targets): string | undefined {
  return targets.find(({ kind, path }) => kind === 'html' && path !== '-')?.path
}
