import * as s from './schema.ts'
import { currentSchema } from './schema-version.ts'
import { command, tool } from './test-run.ts'
import { because, freeze, numbers, outcome, plainFinding, symptom, symptoms } from './verdict.ts'

export const hunt = s.means(
  'What is sought: the first revision that has the bug, or the first that has it no more',
  s.oneOf(['first-bad', 'first-good']),
)

export const purpose = s.means(
  'What a run was for: to see that the ends differ, to know which way to turn, to check the answer',
  s.oneOf(['ends', 'turn', 'check']),
)

const nameFields = {
  rev: s.maybe('The commit, 40 hex digits; of a QEMU of a list there is version instead', s.text),
  subject: s.optional(s.text),
  author: s.maybe('A U Thor <author@example.org>', s.text),
  date: s.maybe("ISO 8601, the author's", s.text),
  version: s.maybe('What a QEMU of a list says it is', s.text),
  path: s.maybe('Its program', s.text),
}
export const revisionName = s.record(nameFields)

export const side = s.record({
  ...nameFields,
  outcome,
  symptom: s.optional(symptom),
  runs: s.means('Runs that told something', s.count),
  shown: s.means('How many of them showed the symptom', s.count),
  because,
  findings: s.means('Those of a typical run', s.listOf(plainFinding)),
  numbers: s.optional(numbers),
  freeze: s.optional(freeze),
  skipped: s.maybe('Why it could not be run, where it could not', s.text),
  commandLine: s.maybe('The QEMU command of that run, as shell text', s.text),
  dir: s.maybe('Its kept run directory', s.text),
})

const outcomeClass = s.oneOf(['pass', 'fail', ...symptoms])

const edge = s.record({
  from: s.means('How the revisions before it end: pass, a symptom, or fail without one', outcomeClass),
  to: s.means('How it and those after it end', outcomeClass),
  ...nameFields,
  oneOf: s.maybe(
    'Instead of a name, where what was skipped hides which of several it is',
    s.listOf(revisionName),
  ),
  release: s.maybe('The first release that has it', s.text),
  confidence: s.means('At least this is the chance that it is (among) the named', s.number),
  before: s.means('The last revision before the change', side),
  after: s.means('The first one after it', side),
  alsoBefore: s.means('Other parents, where the change is a merge', s.listOf(side)),
})

const step = s.record({
  ...nameFields,
  place: s.maybe(
    'Which of the revisions it is, parents first, from 1 on; left out for the older end',
    s.positive,
  ),
  to: purpose,
  outcome: s.means('fail with the symptom, pass without, skip where it told nothing', outcome),
  symptom: s.optional(symptom),
  runs: s.means('All runs of this step', s.count),
  shown: s.means('Those that showed the symptom', s.count),
  buildSeconds: s.maybe('What it took to build; left out where nothing was built', s.number),
  seconds: s.means('What the runs took', s.number),
  because,
  tail: s.maybe('The end of what a build that failed said', s.text),
  doubt: s.maybe(
    "The chance, after this step, that it is on the other side of the change, by Bayes' rule over all runs so far",
    s.number,
  ),
})

/** How a hunt ended: what `bisect --json` prints, and what reporters get. */
export const huntReport = s.record({
  schema: s.literal(currentSchema),
  tool,
  command,
  case: s.text,
  title: s.text,
  symptom: s.maybe('The symptom that was sought', symptom),
  bound: s.means('The chance of a wrong answer that was allowed, 0 to 1', s.number),
  edges: s.means('Where one way to end gives place to another, oldest first', s.oneOrMore(edge)),
  range: s.means('The ends of the hunt', s.record({ before: revisionName, after: revisionName })),
  steps: s.means(
    'One revision, run until it was known which way to turn; a revision may come more than once',
    s.listOf(step),
  ),
  notes: s.means(
    'What the person should know: a dirty checkout, a merge base in the place of an end',
    s.listOf(s.text),
  ),
  totals: s.record({
    revisions: s.count,
    builds: s.count,
    buildSeconds: s.number,
    runs: s.count,
    runSeconds: s.number,
  }),
  buildCommand: s.maybe('How each revision was built, as shell text', s.text),
  reproduction: s.means('The case for a shell, to be run by somebody who does not have this tool', s.text),
})

export type Hunt = s.Data<typeof hunt>
/** One revision of a git history, or one QEMU of a list: exactly one of `rev` and `version` is there. */
export type RevisionName = s.Data<typeof revisionName>
/** A revision beside the change, with what its runs showed. */
export type HuntSide = s.Data<typeof side>
export type HuntEdge = s.Data<typeof edge>
export type HuntStep = s.Data<typeof step>
export type HuntReport = s.Data<typeof huntReport>
