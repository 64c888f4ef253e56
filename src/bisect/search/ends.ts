import { type Evidence, isTestable, type Record, recordOf } from './evidence.ts'
import { logClean, logEven, plus } from './odds.ts'
import { isFlicker, type Rules, several, turnBound } from './rules.ts'

/** The two ends of a hunt, and which of them is said to have the bug, if that was said. */
export interface Ends {
  /** The older end. */
  readonly before: string
  readonly after: string
  readonly hunt: 'first-bad' | 'first-good' | null
}

/** What to do about the ends. */
export type EndsTurn =
  | { readonly kind: 'run'; readonly id: string }
  | { readonly kind: 'ready'; readonly hunt: 'first-bad' | 'first-good' }
  /** They are the wrong way round for what was said. */
  | { readonly kind: 'swapped' }
  /** Both show it; neither does. */
  | { readonly kind: 'alike'; readonly shown: boolean }
  /** They flicker so much that no hunt within the rules can tell one from the other. */
  | { readonly kind: 'flicker' }
  | { readonly kind: 'untestable'; readonly id: string }

/**
 * Whether the ends differ, from their runs so far. Four stories are weighed against each other: the bug is at the
 * newer end, at the older, at both, at neither. Before one of them is all but certain, nothing starts.
 */
export function endsTurn(ends: Ends, evidence: Evidence, rules: Rules, revisions: number): EndsTurn {
  const before = recordOf(evidence, ends.before)
  const after = recordOf(evidence, ends.after)
  for (const [id, record] of [
    [ends.after, after],
    [ends.before, before],
  ] as const) {
    if (record.skipped !== null) return { kind: 'untestable', id }
  }
  const next = nextEnd(ends, rules, before, after)
  const doubt = turnBound(rules, revisions)
  if (Math.min(before.runs, after.runs) < several(rules)) return { kind: 'run', id: next }
  const [story, chance] = likeliestStory(before, after)
  if (chance >= 1 - doubt && story === 'both') return { kind: 'alike', shown: true }
  if (chance >= 1 - doubt && (story === 'first-bad' || story === 'first-good')) {
    if (ends.hunt !== null && ends.hunt !== story) return { kind: 'swapped' }
    const [withBug, without] = story === 'first-bad' ? [after, before] : [before, after]
    if (isFlicker(rules, revisions, withBug, without)) return { kind: 'flicker' }
    return { kind: 'ready', hunt: story }
  }
  // That a bug shows nowhere is never certain: it may be one that seldom shows.
  if (before.shown + after.shown === 0 && Math.min(before.runs, after.runs) >= 3 * several(rules)) {
    return { kind: 'alike', shown: false }
  }
  if (isTestable(evidence, rules, next)) return { kind: 'run', id: next }
  return { kind: 'flicker' }
}

/** First several runs of the end that is said to have the bug, for it names the symptom; then whichever has fewer. */
function nextEnd({ before, after, hunt }: Ends, rules: Rules, atBefore: Record, atAfter: Record): string {
  const [first, second] = hunt === 'first-good' ? [before, after] : [after, before]
  const [atFirst, atSecond] = hunt === 'first-good' ? [atBefore, atAfter] : [atAfter, atBefore]
  if (atFirst.runs < several(rules)) return first
  if (atSecond.runs < several(rules)) return second
  return atFirst.runs <= atSecond.runs ? first : second
}

function likeliestStory(before: Record, after: Record): readonly [string, number] {
  const both = plus(before, after)
  const stories = {
    'first-bad': logClean(before) + logEven(after),
    'first-good': logEven(before) + logClean(after),
    both: logEven(both),
    neither: logClean(both),
  }
  const chances = Object.entries(stories).map(([story, log]) => [story, Math.exp(log)] as const)
  const sum = chances.reduce((sum, [, chance]) => sum + chance, 0)
  const [story, chance] = chances.reduce((a, b) => (b[1] > a[1] ? b : a))
  return [story, chance / sum]
}
