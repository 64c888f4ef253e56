import { hunt, purpose } from '../model/hunt-report.ts'
import { cellQemu } from '../model/result.ts'
import { command, tool } from '../model/round.ts'
import {
  count,
  type Data,
  either,
  listOf,
  literal,
  means,
  moment,
  nullable,
  number,
  oneOf,
  optional,
  record,
  text,
  truth,
} from '../model/schema.ts'
import { currentSchema } from '../model/schema-version.ts'
import { finding, freeze, numbers, outcome, symptom } from '../model/verdict.ts'

const origin = either('kind', [
  means(
    'A git history. Names are settled: commits in full, absolute paths',
    record({
      kind: literal('git'),
      repo: text,
      before: text,
      after: text,
      firstParent: truth,
      build: text,
      binary: means('The program that a build makes, from the root of the tree', text),
      buildLimitMs: number,
    }),
  ),
  record({ kind: literal('list'), qemus: means('Oldest first', listOf(cellQemu)) }),
])

const runOptions = record({
  accel: oneOf(['auto', 'kvm', 'tcg']),
  memory: optional(text),
  kernel: optional(text),
  initrd: optional(text),
  image: optional(text),
  sshUser: optional(text),
  sshKey: optional(text),
  sshPort: optional(text),
  timeout: text,
  cacheSize: text,
  asDocumented: optional(truth),
  cold: optional(truth),
})

function event<Kind extends string, Fields extends Parameters<typeof record>[0]>(kind: Kind, fields: Fields) {
  return record({ at: moment, kind: literal(kind), ...fields })
}

const order = event('order', {
  schema: literal(currentSchema),
  tool,
  command,
  case: text,
  origin,
  hunt: means('As said on the command line; null where the verdicts of the ends decide', nullable(hunt)),
  symptom: nullable(symptom),
  bound: number,
  mostRuns: count,
  notes: listOf(text),
  run: means('The options of the runs, as on the command line; paths are absolute', runOptions),
})

const ran = event('ran', {
  id: text,
  to: purpose,
  outcome,
  symptom: optional(symptom),
  because: text,
  findings: listOf(finding),
  numbers: optional(numbers),
  freeze: optional(freeze),
  seconds: number,
  dir: optional(means('The kept run directory', text)),
})

/** A line of the log of a hunt. Nothing else decides how it goes on: whoever reads these goes on from there. */
export const logLine = either('kind', [
  means('The first line: what is hunted, and how', order),
  event('built', {
    id: text,
    seconds: number,
    cached: means('It was built some other time', truth),
  }),
  means(
    'There is no program of that revision that could be run',
    event('unfit', {
      id: text,
      to: purpose,
      seconds: number,
      why: text,
      tail: optional(means('The end of what its build said', text)),
    }),
  ),
  means('One run, with its verdict', ran),
  means('The hunt had stood still', event('resumed', {})),
  means('The ends differ: from here on this symptom is hunted', event('settled', { hunt, symptom })),
])

export type Origin = Data<typeof origin>
export type RunOptions = Data<typeof runOptions>
export type HuntEvent = Data<typeof logLine>
export type Order = Omit<Data<typeof order>, 'at'>
export type Ran = Omit<Data<typeof ran>, 'at'>
