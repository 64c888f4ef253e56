import { resolve } from 'node:path'
import { UsageError } from '../../model/errors.ts'

/** What kind of report, and where: a path, or `-` for stdout. */
export interface ReportTarget<Kind extends string> {
  readonly kind: Kind
  readonly path: string
}

/**
 * Reads `--report KIND=PATH`, as often as it was given; `--json` is `json=-`. Without a path it is stdout.
 * Throws UsageError, also when two reports would go to the same place.
 */
export function reportTargets<Kind extends string>(
  kinds: readonly Kind[],
  texts: readonly string[] = [],
  isJson = false,
): ReportTarget<Kind>[] {
  const targets = [...(isJson ? ['json=-'] : []), ...texts].map(text => target(kinds, text))
  for (const [index, { kind, path }] of targets.entries()) {
    const other = targets.slice(0, index).find(one => placeOf(one.path) === placeOf(path))
    if (other === undefined) continue
    const place = path === '-' ? 'stdout' : path
    throw new UsageError(
      `${other.kind} and ${kind} reports cannot both go to ${place}: give one of them another path (--report ${kind}=PATH)`,
    )
  }
  return targets
}

function placeOf(path: string): string {
  return path === '-' ? path : resolve(path)
}

function target<Kind extends string>(kinds: readonly Kind[], text: string): ReportTarget<Kind> {
  const [name, ...rest] = text.split('=')
  const kind = kinds.find(kind => kind === name)
  const path = rest.length === 0 ? '-' : rest.join('=')
  if (kind === undefined || path === '')
    throw new UsageError(
      `--report: expected KIND=PATH such as html=report.html (kinds: ${kinds.join(', ')}), got '${text}'`,
    )
  return { kind, path }
}
