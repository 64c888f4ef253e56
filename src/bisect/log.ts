import { failureClass, goal, outcomeClass, purpose } from '../model/contract/bisect-report.ts'
import { type JsonLine, jsonLines } from '../model/contract/json-lines.ts'
import { jsonOf } from '../model/contract/json-of.ts'
import { cellQemu } from '../model/contract/result.ts'
import * as s from '../model/contract/schema.ts'
import { currentSchema, unreadable } from '../model/contract/schema-version.ts'
import { command, tool } from '../model/contract/test-run.ts'
import { finding, freeze, numbers, outcome, symptom } from '../model/contract/verdict.ts'
import { UsageError } from '../model/errors.ts'
import { inputLimits } from '../model/input-limits.ts'
import { shortened } from '../model/value/shortened.ts'
import { ruleLimits } from './search/rules.ts'

const origin = s.either('kind', [
  s.means(
    'A git history. Commits are full ids, paths are absolute',
    s.record({
      kind: s.literal('git'),
      repo: s.text,
      before: s.text,
      after: s.text,
      firstParent: s.truth,
      build: s.text,
      binary: s.means('The program that a build makes, relative to the root of the tree', s.text),
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

const settings = event('order', {
  schema: s.literal(currentSchema),
  tool,
  command,
  case: s.text,
  origin,
  hunt: s.means(
    'What to find, from the command line; null where the verdicts of the ends decide',
    s.nullable(goal),
  ),
  symptom: s.nullable(symptom),
  bound: s.number,
  mostRuns: s.count,
  mostBuilds: s.optional(s.count),
  notes: s.listOf(s.text),
  run: s.means('The options of the runs, from the command line; paths are absolute', runOptions),
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

/** A line of the log of a bisection. A bisection is resumed from these lines alone. */
export const logLine = s.either('kind', [
  s.means('The first line: the settings of the bisection', settings),
  event('built', {
    id: s.text,
    seconds: s.number,
    cached: s.means('It was built before', s.truth),
  }),
  s.means(
    'The revision could not be built, or its program could not be run',
    event('unfit', {
      id: s.text,
      to: purpose,
      seconds: s.number,
      why: s.text,
      tail: s.maybe('The last lines of the output of its build', s.text),
    }),
  ),
  s.means(
    'Revisions were skipped by hand (bisect skip), by these names',
    event('skipped', { ids: s.listOf(s.text), named: s.listOf(s.text) }),
  ),
  s.means('One run, with its verdict', ran),
  s.means('The bisection was resumed', event('resumed', {})),
  s.means(
    'Two revisions differ: from here on the bisection looks for where this class begins or ends between them',
    event('settled', { hunt: goal, symptom: failureClass }),
  ),
  s.means(
    'An edge was found: at this revision, or one of these',
    event('edge', { from: outcomeClass, to: outcomeClass, among: s.listOf(s.text) }),
  ),
])

export type RunResult = s.Data<typeof runResult>
export type Origin = s.Data<typeof origin>
export type RunOptions = s.Data<typeof runOptions>
export type LogEvent = s.Data<typeof logLine>
export type LogEvents = readonly LogEvent[]
/** What the command line asked for: a bisection goes by these from its first to its last run. */
export type Settings = Omit<s.Data<typeof settings>, 'at'>
export type Ran = Omit<s.Data<typeof ran>, 'at'>

export function logText(event: LogEvent): string {
  return `${jsonOf(event)}\n`
}

/**
 * Reads a log. The last line may be incomplete after a crash: it is ignored then. Throws UsageError, with the number of
 * the line, for anything else that is not the log of a bisection.
 */
export function parseLog(text: string, name: string): { settings: Settings; events: LogEvents } {
  const events = jsonLines(text, inputLimits.logLines).lines.map(line =>
    parseLine(line, `${name}, line ${line.number}`),
  )
  const [settings, ...rest] = events
  if (settings?.kind === 'order') {
    const why = rest.some(({ kind }) => kind === 'order')
      ? 'it is those of several bisections'
      : impossible(settings)
    if (why === null) return { settings, events: rest }
    throw new UsageError(`expected the log of one bisection, but ${name} was edited: ${why}`)
  }
  throw new UsageError(
    `expected the log of a bisection (chardev-fc bisect log), but ${name} does not begin with its settings (kind: order)`,
  )
}

/** What no command line asks for; null where there is nothing. */
function impossible({ bound, mostRuns, mostBuilds, origin }: Settings): string | null {
  const { mostBound, fewestRuns, fewestBuilds } = ruleLimits
  if (!(bound > 0 && bound <= mostBound)) return `bound ${bound}`
  if (mostRuns < fewestRuns) return `mostRuns ${mostRuns}`
  if (mostBuilds !== undefined && mostBuilds < fewestBuilds) return `mostBuilds ${mostBuilds}`
  const ends = origin.kind === 'git' ? [origin.before, origin.after] : []
  const wrong = ends.find(end => !/^[0-9a-f]{40,64}$/.test(end))
  return wrong === undefined ? null : `the end ${shortened(wrong)} is no full commit id`
}

function parseLine({ value, fault }: JsonLine, where: string): LogEvent {
  const why = fault ?? unreadable(logLine, value)
  if (why === null) return value as LogEvent
  throw new UsageError(`expected a line of a bisection log, but got something else in ${where}: ${why}`)
}
