import { accelerators, cellQemu, cellResult, publicResult } from './result.ts'
import { command, round, tool } from './round.ts'
import {
  count,
  type Data,
  either,
  listOf,
  literal,
  matching,
  means,
  moment,
  nullable,
  number,
  oneOf,
  optional,
  positive,
  record,
  text,
  truth,
} from './schema.ts'
import { currentSchema } from './schema-version.ts'
import { because, outcome, symptom } from './verdict.ts'

const schema = literal(currentSchema)

/** What `--json` and `--report json` write. */
export const resultsDocument = record({
  schema,
  tool,
  command,
  planned: optional(
    means(
      'How many cells were to be played, each repeat counted: more than there are results after an interruption, or when a shard is missing',
      count,
    ),
  ),
  results: listOf(publicResult),
})

const cell = { case: text, qemu: cellQemu }

/** A line of `--report jsonl`. */
export const event = either('event', [
  record({ event: literal('begin'), schema, tool, command, cells: means('How many will be played', count) }),
  record({ event: literal('cell-started'), ...cell }),
  record({ event: literal('phase'), ...cell, text: means('What the cell is at now, in words', text) }),
  record({ event: literal('cell-ended'), result: publicResult }),
  record({
    event: literal('end'),
    cells: means('How many were played', count),
    exitCode: optional(
      means('What the results lead to; left out when cells are missing, which is no verdict on all', count),
    ),
  }),
])

/** The first line of `results.jsonl`. */
export const roundLine = record({ kind: literal('round'), schema, ...round.entries })

const storedCell = record({
  number: means('In the order in which cells ended', positive),
  place: optional(means('In the order of the whole plan, also of a shard', positive)),
  endedAt: moment,
  files: nullable(
    means(
      'The folder with its files, below that of results.jsonl; null: nothing was kept',
      matching(/^cells\/\w[\w.+-]*$/, 'a folder like cells/1-unix-server-7.2.22'),
    ),
  ),
  result: cellResult,
})

/** Every other line. */
export const cellLine = record({ kind: literal('cell'), ...storedCell.entries })

const side = record({
  qemu: cellQemu,
  accel: oneOf(accelerators),
  outcome,
  symptom: optional(symptom),
  expected: optional(truth),
  because,
  plays: positive,
  numbers: record({
    acceptedBytes: optional(number),
    longestSilenceMs: optional(number),
    seconds: number,
  }),
})

/** What `diff --json` prints. */
export const differenceDocument = record({
  schema,
  tool,
  command,
  changed: means('Whether a cell ended otherwise', truth),
  cells: listOf(
    record({
      case: text,
      change: oneOf(['outcome', 'added', 'removed', 'numbers', 'none']),
      before: nullable(side),
      after: nullable(side),
    }),
  ),
})

/** What `explore --json` will print. */
export const exploreDocument = record({
  schema,
  tool,
  command,
  finds: listOf(
    record({
      symptom,
      signature: means('What makes two finds the same bug', text),
      seed: count,
      moves: listOf(text),
      rate: means('The part of the runs in which these moves show it, 0 to 1', number),
      qemus: means('The labels of the QEMUs that show it', listOf(text)),
      case: means('The file of the case that plays it', text),
      script: means('The file of the script that plays it by itself', text),
    }),
  ),
})

/** One line of a round's results: a cell as it ended. */
export type StoredCell = Data<typeof storedCell>
