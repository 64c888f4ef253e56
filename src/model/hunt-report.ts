import { command, tool } from './round.ts'
import {
  count,
  type Data,
  listOf,
  literal,
  means,
  number,
  oneOf,
  oneOrMore,
  optional,
  positive,
  record,
  text,
} from './schema.ts'
import { currentSchema } from './schema-version.ts'
import { because, freeze, numbers, outcome, plainFinding, symptom, symptoms } from './verdict.ts'

export const hunt = means(
  'What is sought: the first revision that has the bug, or the first that has it no more',
  oneOf(['first-bad', 'first-good']),
)

export const purpose = means(
  'What a run was for: to see that the ends differ, to know which way to turn, to check the answer',
  oneOf(['ends', 'turn', 'check']),
)

const nameFields = {
  rev: optional(means('The commit, 40 hex digits; of a QEMU of a list there is version instead', text)),
  subject: optional(text),
  author: optional(means('A U Thor <author@example.org>', text)),
  date: optional(means("ISO 8601, the author's", text)),
  version: optional(means('What a QEMU of a list says it is', text)),
  path: optional(means('Its program', text)),
}
export const revisionName = record(nameFields)

export const side = record({
  ...nameFields,
  outcome,
  symptom: optional(symptom),
  runs: means('Runs that told something', count),
  shown: means('How many of them showed the symptom', count),
  because,
  findings: means('Those of a typical run', listOf(plainFinding)),
  numbers: optional(numbers),
  freeze: optional(freeze),
  skipped: optional(means('Why it could not be run, where it could not', text)),
  commandLine: optional(means('The QEMU command of that run, as shell text', text)),
  dir: optional(means('Its kept run directory', text)),
})

const outcomeClass = oneOf(['pass', 'fail', ...symptoms])

const edge = record({
  from: means('How the revisions before it end: pass, a symptom, or fail without one', outcomeClass),
  to: means('How it and those after it end', outcomeClass),
  ...nameFields,
  oneOf: optional(
    means('Instead of a name, where what was skipped hides which of several it is', listOf(revisionName)),
  ),
  release: optional(means('The first release that has it', text)),
  confidence: means('At least this is the chance that it is (among) the named', number),
  before: means('The last revision before the change', side),
  after: means('The first one after it', side),
  alsoBefore: means('Other parents, where the change is a merge', listOf(side)),
})

const step = record({
  ...nameFields,
  place: optional(
    means('Which of the revisions it is, parents first, from 1 on; left out for the older end', positive),
  ),
  to: purpose,
  outcome: means('fail with the symptom, pass without, skip where it told nothing', outcome),
  symptom: optional(symptom),
  runs: means('All runs of this step', count),
  shown: means('Those that showed the symptom', count),
  buildSeconds: optional(means('What it took to build; left out where nothing was built', number)),
  seconds: means('What the runs took', number),
  because,
  tail: optional(means('The end of what a build that failed said', text)),
  doubt: optional(
    means(
      "The chance, after this step, that it is on the other side of the change, by Bayes' rule over all runs so far",
      number,
    ),
  ),
})

/** How a hunt ended: what `bisect --json` prints, and what reporters get. */
export const huntReport = record({
  schema: literal(currentSchema),
  tool,
  command,
  case: text,
  title: text,
  symptom: optional(means('The symptom that was sought', symptom)),
  bound: means('The chance of a wrong answer that was allowed, 0 to 1', number),
  edges: means('Where one way to end gives place to another, oldest first', oneOrMore(edge)),
  range: means('The ends of the hunt', record({ before: revisionName, after: revisionName })),
  steps: means(
    'One revision, run until it was known which way to turn; a revision may come more than once',
    listOf(step),
  ),
  notes: means(
    'What the person should know: a dirty checkout, a merge base in the place of an end',
    listOf(text),
  ),
  totals: record({
    revisions: count,
    builds: count,
    buildSeconds: number,
    runs: count,
    runSeconds: number,
  }),
  buildCommand: optional(means('How each revision was built, as shell text', text)),
  reproduction: means('The case for a shell, to be run by somebody who does not have this tool', text),
})

export type Hunt = Data<typeof hunt>
/** One revision of a git history, or one QEMU of a list: exactly one of `rev` and `version` is there. */
export type RevisionName = Data<typeof revisionName>
/** A revision beside the change, with what its runs showed. */
export type HuntSide = Data<typeof side>
export type HuntEdge = Data<typeof edge>
export type HuntStep = Data<typeof step>
export type HuntReport = Data<typeof huntReport>
