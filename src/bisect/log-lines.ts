import { hunt, purpose } from '../model/contract/hunt-report.ts'
import { cellQemu } from '../model/contract/result.ts'
import * as s from '../model/contract/schema.ts'
import { currentSchema } from '../model/contract/schema-version.ts'
import { command, tool } from '../model/contract/test-run.ts'
import { finding, freeze, numbers, outcome, symptom } from '../model/contract/verdict.ts'

const origin = s.either('kind', [
  s.means(
    'A git history. Names are settled: commits in full, absolute paths',
    s.record({
      kind: s.literal('git'),
      repo: s.text,
      before: s.text,
      after: s.text,
      firstParent: s.truth,
      build: s.text,
      binary: s.means('The program that a build makes, from the root of the tree', s.text),
      buildLimitMs: s.number,
    }),
  ),
  s.record({ kind: s.literal('list'), qemus: s.means('Oldest first', s.listOf(cellQemu)) }),
])

export const runOptions = s.record({
  accel: s.oneOf(['auto', 'kvm', 'tcg']),
  memory: s.optional(s.text),
  kernel: s.optional(s.text),
  initrd: s.optional(s.text),
  image: s.optional(s.text),
  sshUser: s.optional(s.text),
  sshKey: s.optional(s.text),
  sshPort: s.optional(s.text),
  timeout: s.text,
  cacheSize: s.text,
  asDocumented: s.optional(s.truth),
  cold: s.optional(s.truth),
})

function event<Kind extends string, Fields extends Parameters<typeof s.record>[0]>(
  kind: Kind,
  fields: Fields,
) {
  return s.record({ at: s.moment, kind: s.literal(kind), ...fields })
}

const order = event('order', {
  schema: s.literal(currentSchema),
  tool,
  command,
  case: s.text,
  origin,
  hunt: s.means('As said on the command line; null where the verdicts of the ends decide', s.nullable(hunt)),
  symptom: s.nullable(symptom),
  bound: s.number,
  mostRuns: s.count,
  notes: s.listOf(s.text),
  run: s.means('The options of the runs, as on the command line; paths are absolute', runOptions),
})

/** What one run of a revision showed. */
export const runResult = s.record({
  outcome,
  symptom: s.optional(symptom),
  because: s.text,
  findings: s.listOf(finding),
  numbers: s.optional(numbers),
  freeze: s.optional(freeze),
  seconds: s.number,
  dir: s.maybe('The kept run directory', s.text),
})
const ran = event('ran', { id: s.text, to: purpose, ...runResult.entries })

/** A line of the log of a hunt. Nothing else decides how it goes on: whoever reads these goes on from there. */
export const logLine = s.either('kind', [
  s.means('The first line: what is hunted, and how', order),
  event('built', {
    id: s.text,
    seconds: s.number,
    cached: s.means('It was built some other time', s.truth),
  }),
  s.means(
    'There is no program of that revision that could be run',
    event('unfit', {
      id: s.text,
      to: purpose,
      seconds: s.number,
      why: s.text,
      tail: s.maybe('The end of what its build said', s.text),
    }),
  ),
  s.means('One run, with its verdict', ran),
  s.means('The hunt had stood still', event('resumed', {})),
  s.means('The ends differ: from here on this symptom is hunted', event('settled', { hunt, symptom })),
])

export type RunResult = s.Data<typeof runResult>
export type Origin = s.Data<typeof origin>
export type RunOptions = s.Data<typeof runOptions>
export type HuntEvent = s.Data<typeof logLine>
export type Order = Omit<s.Data<typeof order>, 'at'>
export type Ran = Omit<s.Data<typeof ran>, 'at'>
