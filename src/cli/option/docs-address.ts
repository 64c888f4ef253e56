import { UsageError } from '../../model/errors.ts'
import type { ReportTarget } from './report-targets.ts'

/**
 * The value of `--docs` for links, without a slash at its end; null without the option. A page that is opened must not run
 * what a link says, so only http(s) and paths are accepted. Throws UsageError, also if no page could have the links.
 */
export function docsAddress(
  value: string | undefined,
  targets: readonly ReportTarget<string>[],
): string | null {
  if (value === undefined) return null
  if (value === '') throw new UsageError('--docs: got an empty value (is a variable empty?)')
  if (!isAddress(value))
    throw new UsageError(
      `--docs: expected the folder of the pages as a URL (http: or https:, without ? and #) or as a path, got '${value}'`,
    )
  if (!targets.some(({ kind }) => kind === 'html'))
    throw new UsageError('--docs: expected a page that has links: add --report html=PATH')
  return value.replace(/\/+$/, '')
}

/** Browsers leave out control characters and outer spaces, and read a backslash as a slash. */
function isAddress(value: string): boolean {
  if (/[\p{Cc}?#\\]/u.test(value) || value !== value.trim() || value.startsWith('//')) return false
  const hasScheme = /^[a-z][a-z\d+.-]*:/i.test(value)
  return !hasScheme || (/^https?:\/\//i.test(value) && URL.canParse(value))
}
