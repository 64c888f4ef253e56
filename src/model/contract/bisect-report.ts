import * as s from './schema.ts'
import { currentSchema } from './schema-version.ts'
import { command, tool } from './test-run.ts'
import { because, freeze, numbers, outcome, plainFinding, symptom, symptoms } from './verdict.ts'

export const goal = s.means(
  'What to find: the first revision with the bug, or the first without it',
  s.oneOf(['first-bad', 'first-good']),
)

export const purpose = s.means(
  'The purpose of a run: ends (do the ends differ?), turn (which half holds the change?), check (is the answer right?)',
  s.oneOf(['ends', 'turn', 'check']),
)

const nameFields = {
  rev: s.maybe('The commit, 40 hex digits; a QEMU in a list has version instead', s.text),
  subject: s.optional(s.text),
  author: s.maybe('A U Thor <author@example.org>', s.text),
  date: s.maybe('The author date, ISO 8601', s.text),
  version: s.maybe('The version and label of a QEMU in a list', s.text),
  path: s.maybe('Its program', s.text),
}
export const revisionName = s.record(nameFields)

export const failureClass = s.oneOf(['fail', ...symptoms])
export const outcomeClass = s.oneOf(['pass', 'fail', ...symptoms])

const classes = s.maybe(
  'How many runs ended in each class (pass, a symptom, or fail without one), the most frequent first; left out without an answer',
  s.listOf(s.record({ class: outcomeClass, runs: s.positive })),
)

export const side = s.record({
  ...nameFields,
  outcome,
  symptom: s.optional(symptom),
  runs: s.means('Runs with an answer', s.count),
  shown: s.means('How many of them were of the class that begins or ends here', s.count),
  classes,
  because,
  findings: s.means('The findings of a typical run', s.listOf(plainFinding)),
  numbers: s.optional(numbers),
  freeze: s.optional(freeze),
  skipped: s.maybe('Why it was skipped', s.text),
  commandLine: s.maybe('The QEMU command of that run, as shell text', s.text),
  dir: s.maybe('Its kept run directory', s.text),
})

const edge = s.record({
  from: s.means('The verdict before the change: pass, a symptom, or fail without a symptom', outcomeClass),
  to: s.means('The verdict from the change on', outcomeClass),
  ...nameFields,
  oneOf: s.maybe(
    'Instead of a name: the revisions that are left, because those between could not be run, or --max-builds was reached',
    s.listOf(revisionName),
  ),
  unfinished: s.maybe('true if --max-builds was reached first: nothing was checked', s.truth),
  release: s.maybe('The first release with the change', s.text),
  confidence: s.means(
    'A lower bound of the chance that the change is the named revision, or one of those in oneOf',
    s.number,
  ),
  before: s.means('The last revision before the change', side),
  after: s.means('The first revision with the change', side),
  alsoBefore: s.means('The other parents, if the change is a merge', s.listOf(side)),
})

const step = s.record({
  ...nameFields,
  place: s.maybe(
    'Its position among the revisions, parents first, from 1; left out for the older end',
    s.positive,
  ),
  to: purpose,
  outcome: s.means('The verdict of most runs that failed, pass if none did, skip without an answer', outcome),
  symptom: s.optional(symptom),
  runs: s.means('All runs of this step', s.count),
  shown: s.means('Those that had this symptom', s.count),
  classes,
  buildSeconds: s.maybe('Build time; left out where nothing was built', s.number),
  seconds: s.means('Time of all runs', s.number),
  because,
  tail: s.maybe('The last lines of the output of a failed build', s.text),
  doubt: s.maybe(
    "The chance, after this step, that the revision is on the other side of the change, by all runs so far (Bayes' rule)",
    s.number,
  ),
})

/** The result of a bisection: what `bisect --json` prints, and what reporters get. */
export const bisectReport = s.record({
  schema: s.literal(currentSchema),
  tool,
  command,
  case: s.text,
  title: s.text,
  symptom: s.maybe(
    'The symptom that was looked for; left out where there are several edges without --symptom',
    symptom,
  ),
  bound: s.means('The allowed chance of a wrong answer, 0 to 1', s.number),
  edges: s.means(
    'The changes from one verdict to another, oldest first. Between two of them the tested revisions agree',
    s.oneOrMore(edge),
  ),
  range: s.means('The ends of the bisection', s.record({ before: revisionName, after: revisionName })),
  steps: s.means(
    'One entry per revision and purpose, in the order of the runs; a revision may occur more than once',
    s.listOf(step),
  ),
  notes: s.means('Warnings: uncommitted changes, a merge base used instead of an end', s.listOf(s.text)),
  totals: s.record({
    revisions: s.count,
    builds: s.count,
    buildSeconds: s.number,
    runs: s.count,
    runSeconds: s.number,
  }),
  buildCommand: s.maybe('The build command', s.text),
  reproduction: s.means('The case as a shell script that needs no chardev-fc', s.text),
})

export type Goal = s.Data<typeof goal>
export type Purpose = s.Data<typeof purpose>
/** The class of a run: it passed, or failed with a symptom, or without one. */
export type OutcomeClass = s.Data<typeof outcomeClass>
/** What an edge begins or ends with: any class but `pass`. */
export type FailureClass = s.Data<typeof failureClass>
/** One revision of a git history, or one QEMU in a list: exactly one of `rev` and `version` is there. */
export type RevisionName = s.Data<typeof revisionName>

/** What a revision is called: its version, else its abbreviated commit. Foreign text is not escaped. */
export function shortName({ version, rev }: RevisionName): string {
  return version ?? rev?.slice(0, 12) ?? 'none'
}

/** `1a2b3c4d5e6f (chardev: a subject)`, `7.2.22 Debian`. Foreign text is not escaped. */
export function revisionText(name: RevisionName): string {
  return `${shortName(name)}${name.subject === undefined ? '' : ` (${name.subject})`}`
}

/** A revision next to the change, with what its runs showed. */
export type BisectSide = s.Data<typeof side>
export type BisectEdge = s.Data<typeof edge>
/** Whether a change is narrowed down to one revision, and that revision was checked. */
export function isNamed({ oneOf, unfinished }: BisectEdge): boolean {
  return oneOf === undefined && unfinished !== true
}
export type BisectStep = s.Data<typeof step>
export type BisectReport = s.Data<typeof bisectReport>
