import { inputLimits } from '../input-limits.ts'
import { accelerators, cellQemu, cellResult, publicResult, repeat } from './result.ts'
import * as s from './schema.ts'
import { currentSchema } from './schema-version.ts'
import { command, testRun, tool } from './test-run.ts'
import { because, outcome, symptom } from './verdict.ts'

const schema = s.literal(currentSchema)

/** What `--json` and `--report json` write. */
export const resultsDocument = s.record({
  schema,
  tool,
  command,
  planned: s.maybe(
    'The number of planned cells, each repeat counted: more than there are results after an interruption, or if a shard is missing',
    s.count,
  ),
  results: s.listOf(publicResult, inputLimits.cells),
})

const cell = { case: s.text, qemu: cellQemu, repeat }

/** A line of `--report jsonl`. */
export const event = s.either('event', [
  s.record({
    event: s.literal('begin'),
    schema,
    tool,
    command,
    cells: s.means('The number of cells that will be run', s.count),
  }),
  s.record({ event: s.literal('cell-started'), ...cell }),
  s.record({
    event: s.literal('phase'),
    ...cell,
    text: s.means('What the cell is doing now', s.text),
  }),
  s.record({ event: s.literal('cell-ended'), result: publicResult }),
  s.record({
    event: s.literal('end'),
    cells: s.means('The number of cells that were run', s.count),
    exitCode: s.maybe(
      'The exit code of the results; left out if cells are missing, because there is no overall verdict',
      s.count,
    ),
  }),
])

/** The first line of `results.jsonl`. */
export const testRunLine = s.record({ kind: s.literal('round'), schema, ...testRun.entries })

const storedCell = s.record({
  number: s.means('In the order in which cells ended', s.positive),
  place: s.maybe('In the order of the whole plan, also of a shard', s.positive),
  endedAt: s.moment,
  files: s.nullable(
    s.means(
      'The folder with its files, below that of results.jsonl; null: nothing was kept',
      s.matching(/^cells\/\w[\w.+-]*$/, 'a folder like cells/1-unix-server-7.2.22'),
    ),
  ),
  result: cellResult,
})

/** Every other line. */
export const cellLine = s.record({ kind: s.literal('cell'), ...storedCell.entries })

const side = s.record({
  qemu: cellQemu,
  accel: s.oneOf(accelerators),
  outcome,
  symptom: s.optional(symptom),
  expected: s.optional(s.truth),
  because,
  plays: s.positive,
  numbers: s.record({
    acceptedBytes: s.optional(s.number),
    longestSilenceMs: s.optional(s.number),
    seconds: s.number,
  }),
})

/** What `diff --json` prints. */
export const differenceDocument = s.record({
  schema,
  tool,
  command,
  changed: s.means('Whether a cell ended differently', s.truth),
  cells: s.listOf(
    s.record({
      case: s.text,
      change: s.oneOf(['outcome', 'added', 'removed', 'numbers', 'none']),
      before: s.nullable(side),
      after: s.nullable(side),
    }),
  ),
})

/** What `doctor --json` prints. */
export const doctorDocument = s.record({
  schema,
  tool,
  ready: s.means('Whether cases can be run: every check passed, or is optional', s.truth),
  checks: s.listOf(
    s.record({
      name: s.text,
      passed: s.truth,
      found: s.text,
      remedy: s.maybe('What to do if it did not pass', s.text),
      optional: s.maybe('true if a run does not need it', s.truth),
    }),
  ),
})

/** What `explore --json` will print. */
export const exploreDocument = s.record({
  schema,
  tool,
  command,
  finds: s.listOf(
    s.record({
      symptom,
      signature: s.means('What makes two finds the same bug', s.text),
      seed: s.count,
      moves: s.listOf(s.text),
      rate: s.means('The share of runs in which these moves show it, 0 to 1', s.number),
      qemus: s.means('The labels of the QEMUs that show it', s.listOf(s.text)),
      case: s.means('The case file that reproduces it', s.text),
      script: s.means('The shell script that reproduces it without chardev-fc', s.text),
    }),
  ),
})

export type DoctorDocument = s.Data<typeof doctorDocument>
/** One line of a test run's results: a cell as it ended. */
export type StoredCell = s.Data<typeof storedCell>
