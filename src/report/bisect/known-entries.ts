import type { Known } from '../../model/case/known.ts'
import {
  type BisectEdge,
  type BisectReport,
  isNamed,
  type OutcomeClass,
  type RevisionName,
  revisionText,
} from '../../model/contract/bisect-report.ts'
import { plainVersion } from '../../model/value/version.ts'

/**
 * What a case should document (`known`) by a bisection: each failure with the releases that have it, from the one that
 * began it up to the one that ended it. Left out are failures that no release has, and changes that are not narrowed
 * down to one revision.
 */
export function knownEntries({ edges }: BisectReport): Known[] {
  const named = edges.filter(isNamed)
  const begins = named.map(edge => ({ outcome: edge.to, from: edge, side: edge.after }))
  const [first] = named
  const before = first === undefined ? [] : [{ outcome: first.from, from: null, side: first.before }]
  return [...before, ...begins].flatMap(({ outcome, from, side }, index) => {
    const to = named[index] ?? null
    const [low, high] = [from && releaseOf(from), to && releaseOf(to)]
    const isReleased = !(from !== null && low === null) && low !== high
    if (outcome === 'pass' || outcome === 'fail' || !isReleased) return []
    const qemu = [low === null ? [] : `>=${low}`, high === null ? [] : `<${high}`].flat().join(' ') || '*'
    return { qemu, symptom: outcome, why: whyText(from, to), ...rateOf(side, outcome) }
  })
}

/** The same as lines for a case file. */
export function knownText(report: BisectReport): string {
  const entries = knownEntries(report).map(entry => `  ${fieldsText(entry)},\n`)
  return entries.length === 0 ? 'known: [],\n' : `known: [\n${entries.join('')}],\n`
}

function fieldsText(entry: Known): string {
  return `{ ${Object.entries(entry)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? quoted(value) : String(value)}`)
    .join(', ')} }`
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`
}

/** The release of a change as a plain version; null for one that is in none. */
function releaseOf({ release, after }: BisectEdge): string | null {
  return plainVersion(release ?? after.version ?? '')
}

function whyText(from: RevisionName | null, to: RevisionName | null): string {
  const [since, until] = [from && `since ${revisionText(from)}`, to && `until ${revisionText(to)}`]
  return [since ?? [], until ?? []].flat().join(', ')
}

function rateOf({ classes = [] }: BisectEdge['after'], outcome: OutcomeClass): Pick<Known, 'sometimes'> {
  return classes.some(other => other.class !== outcome) ? { sometimes: true } : {}
}
