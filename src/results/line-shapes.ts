import {
  type Check,
  count,
  listOf,
  matching,
  moment,
  number,
  oneOf,
  optional,
  orNull,
  record,
  text,
  truth,
} from '../model/shape.ts'
import { symptoms } from '../model/verdict.ts'

const symptom = oneOf(...symptoms)
const silence = record({ ssh: number, serial: number })

const finding = record({
  name: text,
  outcome: oneOf('pass', 'fail', 'inconclusive'),
  symptom: optional(symptom),
  because: text,
})

const freeze = record({
  startedAtMs: number,
  calledAfterMs: number,
  revived: truth,
  revivedAfterMs: optional(number),
  qmpAnswered: truth,
  waitingBytes: optional(number),
  thread: optional(text),
  waitsFor: optional(text),
})

/** A CellResult, as far as readers go by it. */
export const cellResult: Check = record({
  case: text,
  qemu: record({ label: text, path: text, version: text }),
  accel: oneOf('kvm', 'tcg'),
  start: oneOf('cold', 'warm'),
  outcome: oneOf('pass', 'fail', 'inconclusive', 'skip', 'error'),
  symptom: optional(symptom),
  expected: truth,
  untried: optional(truth),
  because: text,
  findings: listOf(finding),
  numbers: record({
    acceptedBytes: optional(number),
    drainedBytes: optional(number),
    heldBackAtBytes: optional(number),
    firstAnswerMs: optional(number),
    longestSilenceMs: optional(silence),
  }),
  freeze: optional(freeze),
  seconds: number,
  repeat: optional(count),
  dir: optional(text),
})

/** The first line. */
export const roundLine: Check = record({
  tool: text,
  command: listOf(text),
  startedAt: moment,
  machine: record({ os: text, arch: text, cpus: count, memoryBytes: count, node: text }),
  plan: record({
    cells: count,
    asDocumented: optional(truth),
    shard: optional(record({ index: count, of: count, wholeCells: optional(count) })),
  }),
})

/** Every other line. The files of a cell lie below the folder: nothing else is read because of a line in it. */
export const cellLine: Check = record({
  number: count,
  place: optional(count),
  endedAt: moment,
  files: orNull(matching(/^cells\/[\w][\w.+-]*$/, 'a folder like cells/1-unix-server-7.2.22')),
  result: cellResult,
})
