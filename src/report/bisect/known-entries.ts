import type { Known } from '../../model/case/known.ts'
import {
  type BisectEdge,
  type BisectReport,
  type BisectSide,
  isNamed,
  type OutcomeClass,
  revisionText,
  shortName,
} from '../../model/contract/bisect-report.ts'
import { plainVersion } from '../../model/value/version.ts'

/**
 * What a case should document (`known`) by a bisection: each failure with the releases that have it, from the one that
 * began it up to the one that ended it. Left out are failures that no release has, and those of which a change that
 * begins or ends them was not found, or not narrowed down to one revision.
 */
export function knownEntries({ edges }: BisectReport): Known[] {
  return spansOf(edges).flatMap(({ outcome, from, to, side }) => {
    const [low, high] = [from && releaseOf(from), to && releaseOf(to)]
    const isReleased = from === null || (low !== null && low !== high)
    if (outcome === 'pass' || outcome === 'fail' || !isReleased) return []
    const qemu = [low === null ? [] : `>=${low}`, high === null ? [] : `<${high}`].flat().join(' ') || '*'
    return { qemu, symptom: outcome, why: whyText(from, to), ...rateOf(side, outcome) }
  })
}

/** A class, from the change that began it to the one that ended it; null: it was there before, or still is. */
interface Span {
  readonly outcome: OutcomeClass
  readonly from: BisectEdge | null
  readonly to: BisectEdge | null
  readonly side: BisectSide
}

/** The spans of which both changes are known. Two changes that do not meet have another one between them. */
function spansOf(edges: BisectReport['edges']): Span[] {
  const [first] = edges
  const before = { outcome: first.from, from: null, to: first, side: first.before }
  const later = edges.map((edge, index) => {
    const to = edges[index + 1] ?? null
    return { outcome: edge.to, from: edge, to, side: edge.after }
  })
  return [before, ...later].filter(
    ({ outcome, from, to }) =>
      [from, to].every(edge => edge === null || isNamed(edge)) && (to === null || to.from === outcome),
  )
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

function whyText(from: BisectEdge | null, to: BisectEdge | null): string {
  const [since, until] = [from && `since ${changeName(from)}`, to && `until ${changeName(to)}`]
  return [since ?? [], until ?? []].flat().join(', ')
}

/** Between the QEMUs of a list the change may be anywhere. */
function changeName(edge: BisectEdge): string {
  const name = revisionText(edge)
  return edge.version === undefined
    ? name
    : `${name}, the next that was tested after ${shortName(edge.before)}`
}

function rateOf({ classes = [] }: BisectEdge['after'], outcome: OutcomeClass): Pick<Known, 'sometimes'> {
  return classes.some(other => other.class !== outcome) ? { sometimes: true } : {}
}
