import type { Case } from '../../src/model/case/case.ts'
import type { History } from '../../src/model/contract/observation.ts'
import type { CellResult } from '../../src/model/contract/result.ts'
import type { Outcome, Symptom } from '../../src/model/contract/verdict.ts'
import type { Qemu } from '../../src/qemu/binary/qemu.ts'
import type { Lease } from '../../src/run/lease.ts'
import type { Stage } from '../../src/verbs/stage.ts'
import type { Random } from './random.ts'

/** What a run may truly be called: a symptom is a failure with it, `fail` one without. */
export type Answer = Exclude<Outcome, 'skip' | 'error'> | Symptom

/** What a trial is made with. */
export interface Setting {
  readonly random: Random
  readonly qemu: Qemu
  /** For files of this trial; gone after it. */
  readonly folder: string
  /** Released after the run, when QEMU is gone. */
  readonly lease: Lease
}

/** One case, and what is done to it. */
export interface Trial {
  readonly case: Case<Stage>
  /** A wrapper around the QEMU of the stage. */
  readonly qemu?: Qemu
  /** Told at each observation of all that was observed so far. */
  readonly observed?: (seen: History) => void
  /** Whether it was done before the run had ended; one that came too late is played again. */
  readonly acted?: () => boolean
}

/** Hostile trials with one true answer. */
export interface Kind {
  readonly kind: string
  /** Every answer that is true. Doubt is counted beside right and wrong unless it is among them. */
  readonly answers: readonly Answer[]
  /** Why no other answer is true. */
  readonly why: string
  /** How many are played at least (12 unless told), and how many of them may be inconclusive. */
  readonly least?: number
  readonly mostDoubts?: number
  /** Disturbs the whole machine: played with no other trial beside it. */
  readonly alone?: true
  /** Why it cannot be played by the printed script, if so. */
  readonly onlyByRun?: string
  /** Why it cannot be played here, or null. */
  readonly cannot?: () => string | null
  make(stage: Setting): Promise<Trial>
}

/** How a trial was called. */
export interface Called
  extends Pick<CellResult, 'case' | 'outcome' | 'symptom' | 'because' | 'seconds' | 'dir'> {
  readonly qemu: Pick<CellResult['qemu'], 'label'>
  /** What was promised beside the verdict, and is not so: it is wrong then, whatever the verdict. */
  readonly broke?: string
}

export type Verdict = 'right' | 'inconclusive' | 'WRONG'

/** What a run was called, as an answer; `error` is the harness's own trouble and says nothing of QEMU. */
export function answerOf({ outcome, symptom }: Pick<CellResult, 'outcome' | 'symptom'>): string {
  return symptom ?? outcome
}

/** Compares what a run was called with what is true. */
export function verdictOf({ answers }: Kind, result: Called): Verdict {
  if (result.broke !== undefined) return 'WRONG'
  if (answers.some(answer => answer === answerOf(result))) return 'right'
  return ['inconclusive', 'error'].includes(result.outcome) ? 'inconclusive' : 'WRONG'
}

/** Whether the truth can be told, so that doubt is a weakness. */
export function isAnswerable({ answers }: Kind): boolean {
  return !answers.includes('inconclusive')
}
