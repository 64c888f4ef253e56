import type { FailureClass, OutcomeClass } from '../../model/contract/bisect-report.ts'
import { logOdds, nothing, type Tally } from './odds.ts'
import type { Rules } from './rules.ts'

/** How the runs of one revision ended. */
export interface RevisionAnswers {
  readonly runs: ReadonlyMap<OutcomeClass, number>
  /** Runs without an answer. */
  readonly unanswered: number
  /** Why it is skipped; null where it is not. */
  readonly skipped: string | null
}

/** The answers so far, by revision. */
export type Answers = ReadonlyMap<string, RevisionAnswers>

/** The runs of one revision as seen by the search for one class: every other answer counts as without it. */
export interface RevisionResults extends Tally {
  readonly skipped: string | null
}

/** The results about one class, by revision. */
export type Evidence = ReadonlyMap<string, RevisionResults>

/** The answers of a revision before its first run. */
export const noAnswers: RevisionAnswers = { runs: new Map(), unanswered: 0, skipped: null }
const noResults: RevisionResults = { ...nothing, skipped: null }

export function resultsOf(evidence: Evidence, id: string): RevisionResults {
  return evidence.get(id) ?? noResults
}

export function answersOf(answers: Answers, id: string): RevisionAnswers {
  return answers.get(id) ?? noAnswers
}

/**
 * The answers with one more run, `answer` being null if it gave none. A revision with too many such runs is skipped,
 * for the reason `why`; it is allowed more of them the more answers it gave.
 */
export function withAnswer(
  answers: Answers,
  id: string,
  answer: OutcomeClass | null,
  { retries }: Rules,
  why: string,
): Answers {
  const own = answersOf(answers, id)
  if (answer !== null) return new Map(answers).set(id, plusOne(own, answer))
  const unanswered = own.unanswered + 1
  const skipped = own.skipped ?? (unanswered > retries + runsOf(own) ? why : null)
  return new Map(answers).set(id, { ...own, unanswered, skipped })
}

/** The answers of one revision with one more. */
export function plusOne(own: RevisionAnswers, answer: OutcomeClass): RevisionAnswers {
  return { ...own, runs: new Map(own.runs).set(answer, (own.runs.get(answer) ?? 0) + 1) }
}

/** The answers with a revision skipped from now on. */
export function withSkip(answers: Answers, id: string, why: string): Answers {
  return new Map(answers).set(id, { ...answersOf(answers, id), skipped: why })
}

/** What the answers tell about that class; without one, only how many there are. */
export function evidenceOf(answers: Answers, failure: FailureClass | null): Evidence {
  return new Map(
    [...answers].map(([id, own]) => [id, { ...tallyOf(own, failure), skipped: own.skipped }] as const),
  )
}

/** Whether a revision can be run once more. */
export function isTestable(evidence: Evidence, { mostRuns }: Rules, id: string): boolean {
  const { skipped, runs } = resultsOf(evidence, id)
  return skipped === null && runs < mostRuns
}

/** The failures of a revision, the most frequent first, without those so rare that they are probably mistakes. */
export function failuresOf(own: RevisionAnswers): FailureClass[] {
  return [...own.runs]
    .toSorted(([, a], [, b]) => b - a)
    .flatMap(([failure]) => (failure === 'pass' ? [] : failure))
    .filter(failure => logOdds(tallyOf(own, failure)) > 0)
}

/** The class of a revision by its runs: its most frequent failure, even if it shows in few of them, else `pass`. */
export function classOf(own: RevisionAnswers, except: FailureClass | null = null): OutcomeClass {
  return failuresOf(own).find(failure => failure !== except) ?? 'pass'
}

export function tallyOf(own: RevisionAnswers, failure: FailureClass | null): Tally {
  return { shown: failure === null ? 0 : (own.runs.get(failure) ?? 0), runs: runsOf(own) }
}

function runsOf({ runs }: RevisionAnswers): number {
  return [...runs.values()].reduce((a, b) => a + b, 0)
}
