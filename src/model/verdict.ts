import {
  count,
  type Data,
  listOf,
  means,
  number,
  omit,
  oneOf,
  optional,
  record,
  text,
  truth,
} from './schema.ts'

const outcomes = ['pass', 'fail', 'inconclusive', 'skip', 'error'] as const
/** The outcomes that one expectation can have. */
const findingOutcomes = ['pass', 'fail', 'inconclusive'] as const
export const symptoms = ['freeze', 'stuck', 'loss', 'doubled', 'crash', 'spin', 'growth', 'slow'] as const

export const outcome = means(
  'inconclusive: ran, but the evidence allows no verdict; skip: this QEMU or host cannot play it; error: the harness failed',
  oneOf(outcomes),
)

export const symptom = means(
  'What kind of failure, only with fail: the guest stopped (freeze), it lives but the data path never goes on (stuck), ' +
    'bytes are missing or out of order (loss), arrive again (doubled), or too slowly (slow), QEMU or the guest kernel ' +
    'died (crash), QEMU burns a CPU while all is idle (spin), or hoards what it should leave to the host (growth)',
  oneOf(symptoms),
)

const milliseconds = number
export const because = means('One sentence for people', text)

export const numbers = record({
  acceptedBytes: optional(means("What the guest's writer got rid of before it was blocked", count)),
  drainedBytes: optional(means('What the host read in all', count)),
  heldBackAtBytes: optional(means('What the chardev took from the host before it took no more', count)),
  longestSilenceMs: optional(
    means('Between two beats, on each path', record({ ssh: milliseconds, serial: milliseconds })),
  ),
})

export const freeze = record({
  startedAtMs: means('The last beat before the silence, since the run began', number),
  calledAfterMs: means('From the last beat until the silence was called a freeze', milliseconds),
  revived: means('Whether the guest came back when the host read', truth),
  revivedAfterMs: optional(milliseconds),
  qmpAnswered: means('Whether QMP still answered during the silence', truth),
  waitingBytes: optional(
    means('What the host found waiting when it read at last, up to the first new beat', count),
  ),
  thread: optional(means("QEMU's thread that stands, as the evidence shows it", text)),
  waitsFor: optional(text),
})

/** What one expectation says of one journal. */
export const finding = record({
  name: text,
  outcome: oneOf(findingOutcomes),
  symptom: optional(symptom),
  because,
  numbers: optional(numbers),
  freeze: optional(freeze),
})

/** The same where a whole verdict has the figures. */
export const plainFinding = omit(finding, ['numbers', 'freeze'])

/** The fields of a verdict: the worst finding, its symptom, and whether the case documents it for this QEMU version. */
export const verdictFields = {
  outcome,
  symptom: optional(symptom),
  expected: optional(
    means(
      'With pass and fail only: whether the case documents this for this version; a pass where a failure is documented is not',
      truth,
    ),
  ),
  sometimes: optional(
    means(
      'The failure documented for this version comes and goes: a pass and that failure are both expected',
      truth,
    ),
  ),
  untried: optional(
    means(
      'No case was ever played on so old or so new a QEMU: what is documented for it was only predicted',
      truth,
    ),
  ),
  because,
  findings: listOf(finding),
  numbers,
  freeze: optional(freeze),
}
const verdict = record(verdictFields)

export type Outcome = Data<typeof outcome>
export type Symptom = Data<typeof symptom>
export type Numbers = Data<typeof numbers>
/** What is known of a freeze; milliseconds are of the journal's clock. */
export type Freeze = Data<typeof freeze>
export type Finding = Data<typeof finding>
export type Verdict = Data<typeof verdict>
