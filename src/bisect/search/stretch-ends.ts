import type { FailureClass, Goal, OutcomeClass } from '../../model/contract/bisect-report.ts'
import { type EndsStep, endsStep } from './ends.ts'
import { type Answers, answersOf, evidenceOf, failuresOf, tallyOf } from './evidence.ts'
import { minRuns, type Rules } from './rules.ts'
import { isPart, type Sought, type Stretch } from './stretch.ts'

/** What the command line says about the whole range. */
export interface Wanted {
  /** The older end, which is not in the graph. */
  readonly before: string
  readonly after: string
  /** Which end has the bug; null where the verdicts decide. */
  readonly goal: Goal | null
  /** The only class to look for; null for any. */
  readonly symptom: FailureClass | null
  readonly rules: Rules
}

/** What to do about the ends of a stretch. */
export type StretchEnds =
  | { readonly kind: 'run'; readonly id: string }
  | { readonly kind: 'ready'; readonly sought: Sought }
  | {
      readonly kind: 'refused'
      readonly why: Exclude<EndsStep, { kind: 'run' | 'ready' }>
      readonly failure: FailureClass | null
    }

/** Whether the ends of a stretch differ, and in which class: the first in which they do is sought. */
export function stretchEnds(stretch: Stretch, answers: Answers, wanted: Wanted): StretchEnds {
  const { rules } = wanted
  const isOne = isPart(stretch, wanted)
  const failures = isOne ? partFailures(stretch, answers, wanted) : wholeFailures(stretch, answers, wanted)
  const ends = { before: stretch.before, after: stretch.after, goal: isOne ? null : wanted.goal }
  if (isOne && failures.length === 0) return cleanEnds(stretch, answers, rules)
  let first: StretchEnds | null = null
  for (const failure of failures.length === 0 ? [null] : failures) {
    const step = endsStep(ends, evidenceOf(answers, failure), rules, stretch.graph.ids.length)
    if (step.kind === 'ready' && failure !== null)
      return { kind: 'ready', sought: { failure, goal: step.goal } }
    if (step.kind === 'ready') throw new Error('ends without a failure differ')
    const result: StretchEnds = step.kind === 'run' ? step : { kind: 'refused', why: step, failure }
    if (first === null || (first.kind !== 'run' && result.kind === 'run')) first = result
  }
  if (first === null) throw new Error('no class was looked at')
  return first
}

/** The failures of both ends; those of the end that should have the bug come first. */
function wholeFailures({ before, after }: Stretch, answers: Answers, wanted: Wanted): FailureClass[] {
  if (wanted.symptom !== null) return [wanted.symptom]
  const [first, second] = wanted.goal === 'first-bad' ? [after, before] : [before, after]
  const failures = [first, second].map(id => failuresOf(answersOf(answers, id)))
  return [...new Set(failures.flat())]
}

/** The failures in which the ends of a part may differ: of ends with the same class, those that only one has. */
function partFailures(stretch: Stretch, answers: Answers, wanted: Wanted): FailureClass[] {
  const { before, after, from, to } = stretch
  const classes = [
    ...known(from),
    ...failuresOf(answersOf(answers, before)),
    ...known(to),
    ...failuresOf(answersOf(answers, after)),
  ]
  const alike = from !== null && from === to ? from : null
  return [...new Set(classes)].filter(
    failure => failure !== alike && (wanted.symptom === null || failure === wanted.symptom),
  )
}

function known(outcome: OutcomeClass | null): FailureClass[] {
  return outcome === null || outcome === 'pass' ? [] : [outcome]
}

/** Ends without a failure are alike as soon as each has its runs: one of them was checked. */
function cleanEnds({ before, after, from, to }: Stretch, answers: Answers, rules: Rules): StretchEnds {
  const alike = { kind: 'refused', why: { kind: 'alike', shown: false }, failure: null } as const
  if (from !== null && from === to) return alike
  const next = [before, after].find(id => {
    const { skipped } = answersOf(answers, id)
    return skipped === null && tallyOf(answersOf(answers, id), null).runs < minRuns(rules)
  })
  return next === undefined ? alike : { kind: 'run', id: next }
}
