import type { Finding, Freeze, Numbers, Outcome, Symptom } from './verdict.ts'

/** What a hunt is for: the first revision that has the bug, or the first that has it no more. */
export type Hunt = 'first-bad' | 'first-good'

/** One revision of a git history, or one QEMU of a list: exactly one of `rev` and `version` is there. */
export interface RevisionName {
  /** The commit, 40 hex digits. */
  readonly rev?: string
  readonly subject?: string
  /** `A U Thor <author@example.org>` */
  readonly author?: string
  /** ISO 8601, the author's. */
  readonly date?: string
  /** What a QEMU of a list says it is, and by what it was chosen. */
  readonly version?: string
  readonly path?: string
}

/** A revision beside the change, with what its runs showed. */
export interface HuntSide extends RevisionName {
  readonly outcome: Outcome
  readonly symptom?: Symptom
  /** Runs that told something, and how many of them showed the symptom. */
  readonly runs: number
  readonly shown: number
  /** The verdict's sentence of a typical run, and its findings. */
  readonly because: string
  readonly findings: readonly Pick<Finding, 'name' | 'outcome' | 'symptom' | 'because'>[]
  readonly numbers?: Numbers
  readonly freeze?: Freeze
  /** Why it could not be run, where it could not. */
  readonly skipped?: string
  /** The QEMU command of that run, as shell text; its kept run directory. */
  readonly commandLine?: string
  readonly dir?: string
}

/** One revision, run until it was known which way to turn; a revision may come more than once. */
export interface HuntStep extends RevisionName {
  /** Which of the revisions it is, in an order in which parents come first; left out for the older end. */
  readonly place?: number
  /** What the runs were for: to see that the ends differ, to know which way to turn, to check the answer. */
  readonly to: 'ends' | 'turn' | 'check'
  /** `fail` with the symptom, `pass` without, `skip` where it told nothing. */
  readonly outcome: Outcome
  readonly symptom?: Symptom
  /** All runs of this step, and those that showed the symptom. */
  readonly runs: number
  readonly shown: number
  /** What it took to build it; left out where nothing was built. */
  readonly buildSeconds?: number
  /** What the runs took. */
  readonly seconds: number
  readonly because: string
  /** The end of what a build that failed said. */
  readonly tail?: string
  /** The chance that this revision is on the other side of the change, by Bayes' rule over all runs up to this step. */
  readonly doubt?: number
}

/** How a hunt ended: what `bisect --json` prints (docs/bisect.md), and what reporters get. */
export interface HuntReport {
  readonly schema: 1
  readonly tool: string
  readonly command: readonly string[]
  readonly case: string
  readonly title: string
  readonly symptom: Symptom
  /** The chance of a wrong answer that was allowed, 0 to 1. */
  readonly bound: number
  /** With `oneOf` instead of a name where what was skipped hides which of several it is. */
  readonly found: RevisionName & {
    readonly kind: Hunt
    readonly oneOf?: readonly RevisionName[]
    /** At least this is the chance that it is (among) the named: no more than what the bound leaves. */
    readonly confidence: number
  }
  /** The ends of the hunt. */
  readonly range: { readonly before: RevisionName; readonly after: RevisionName }
  /** The last revision before the change, and the first one after it. */
  readonly before: HuntSide
  readonly after: HuntSide
  /** Other parents, where the change is a merge. */
  readonly alsoBefore: readonly HuntSide[]
  readonly steps: readonly HuntStep[]
  /** What the person should know: a dirty checkout, a merge base in the place of an end. */
  readonly notes: readonly string[]
  readonly totals: {
    readonly revisions: number
    readonly builds: number
    readonly buildSeconds: number
    readonly runs: number
    readonly runSeconds: number
  }
  /** The commands that lead here again, as shell text. */
  readonly buildCommand?: string
  /** The case for a shell, to be run by somebody who does not have this tool. */
  readonly reproduction: string
}
