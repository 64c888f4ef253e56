import { inputLimits } from '../input-limits.ts'
import * as s from './schema.ts'

const outcomes = ['pass', 'fail', 'inconclusive', 'skip', 'error'] as const
/** The outcomes that one expectation can have. */
const findingOutcomes = ['pass', 'fail', 'inconclusive'] as const
export const symptoms = ['freeze', 'stuck', 'loss', 'doubled', 'crash', 'spin', 'growth', 'slow'] as const

export const outcome = s.means(
  'inconclusive: ran, but the evidence allows no verdict; skip: this QEMU lacks what the case needs; error: the harness failed, not QEMU',
  s.oneOf(outcomes),
)

export const symptom = s.means(
  'Only with fail, the kind of failure: the guest stopped (freeze), it runs but the data path never resumes (stuck), ' +
    'bytes are missing, changed or out of order (loss), arrive again (doubled), or too slowly (slow), QEMU or the guest kernel ' +
    'died (crash), QEMU uses a CPU while there is nothing to do (spin), or stores what it should leave to the host (growth)',
  s.oneOf(symptoms),
)

const milliseconds = s.number
export const because = s.means('One sentence that explains the outcome', s.text)

export const numbers = s.record({
  acceptedBytes: s.maybe("What the guest's writer had written when it was blocked", s.count),
  drainedBytes: s.maybe('What the host read in total', s.count),
  heldBackAtBytes: s.maybe('What the chardev had accepted from the host when it accepted no more', s.count),
  longestSilenceMs: s.maybe(
    'Between two beats, on each path',
    s.record({ ssh: milliseconds, serial: milliseconds }),
  ),
})

export const freeze = s.record({
  startedAtMs: s.means('The last beat before the silence, since the run began', s.number),
  calledAfterMs: s.means('From the last beat until the silence was called a freeze', milliseconds),
  revived: s.means('Whether the guest came back when the host read', s.truth),
  revivedAfterMs: s.optional(milliseconds),
  qmpAnswered: s.means('Whether QMP still answered during the silence', s.truth),
  waitingBytes: s.maybe('What the host read after the freeze, up to the first new beat', s.count),
  thread: s.maybe('The thread of QEMU that is blocked, according to the evidence', s.text),
  waitsFor: s.optional(s.text),
})

/** The result of one expectation on one journal. */
export const finding = s.record({
  name: s.text,
  outcome: s.oneOf(findingOutcomes),
  symptom: s.optional(symptom),
  because: s.means('One sentence that explains it', s.sentence),
  numbers: s.optional(numbers),
  freeze: s.optional(freeze),
})

/** A finding without figures: the verdict has them. */
export const plainFinding = s.omit(finding, ['numbers', 'freeze'])

/** The fields of a verdict: the worst finding, its symptom, and whether the case documents it for this QEMU version. */
export const verdictFields = {
  outcome,
  symptom: s.optional(symptom),
  expected: s.maybe(
    'With pass and fail only: whether the case documents this for this version; a pass where a failure is documented is not',
    s.truth,
  ),
  sometimes: s.maybe(
    'The failure documented for this version occurs in some runs: a pass and that failure are both expected',
    s.truth,
  ),
  untried: s.maybe(
    'The cases were never run on a QEMU this old or this new: what is documented for it is only a prediction',
    s.truth,
  ),
  because,
  findings: s.listOf(finding, inputLimits.findings),
  numbers,
  freeze: s.optional(freeze),
}
const verdict = s.record(verdictFields)

export type Outcome = s.Data<typeof outcome>
export type Symptom = s.Data<typeof symptom>

/** The worst first: the order in which outcomes decide a verdict, and in which reports show them. */
export const worstFirst: readonly Outcome[] = ['error', 'fail', 'inconclusive', 'pass', 'skip']

export type Numbers = s.Data<typeof numbers>
/** What is known of a freeze; milliseconds are of the journal's clock. */
export type Freeze = s.Data<typeof freeze>
export type Finding = s.Data<typeof finding>
export type Verdict = s.Data<typeof verdict>
