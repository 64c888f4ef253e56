import { UsageError } from '../model/errors.ts'
import type { Hunt } from '../model/hunt-report.ts'
import { shown } from '../model/shape.ts'
import type { Finding, Freeze, Numbers, Outcome, Symptom } from '../model/verdict.ts'
import { logLineCheck } from './log-shapes.ts'

/** Where the revisions of a hunt come from. Names are settled: commits in full, absolute paths. */
export type Origin =
  | {
      readonly kind: 'git'
      readonly repo: string
      readonly before: string
      readonly after: string
      readonly firstParent: boolean
      readonly build: string
      /** The program that a build makes, from the root of the tree. */
      readonly binary: string
      readonly buildLimitMs: number
    }
  | { readonly kind: 'list'; readonly qemus: readonly ListedQemu[] }

/** A QEMU of a list, oldest first. */
export interface ListedQemu {
  readonly label: string
  readonly path: string
  readonly version: string
}

/** What is hunted, and how: the first line of a log. */
export interface Order {
  readonly kind: 'order'
  readonly schema: 1
  readonly tool: string
  readonly command: readonly string[]
  readonly case: string
  readonly origin: Origin
  /** As said on the command line; null where the verdicts of the ends decide. */
  readonly hunt: Hunt | null
  readonly symptom: Symptom | null
  readonly bound: number
  readonly mostRuns: number
  readonly notes: readonly string[]
  readonly run: RunOptions
}

/** The options of the runs, as on the command line; paths are absolute. */
export interface RunOptions {
  readonly accel: 'auto' | 'kvm' | 'tcg'
  readonly memory?: string
  readonly kernel?: string
  readonly initrd?: string
  readonly image?: string
  readonly sshUser?: string
  readonly sshKey?: string
  readonly sshPort?: string
  readonly timeout: string
  readonly cacheSize: string
  readonly asDocumented?: boolean
  readonly cold?: boolean
}

/** What happened in a hunt. Nothing else decides how it goes on: whoever reads these goes on from there. */
export type HuntEvent = { readonly at: string } & (
  | Order
  /** The program of a revision is there; `cached`: it was built some other time. */
  | { readonly kind: 'built'; readonly id: string; readonly seconds: number; readonly cached: boolean }
  /** There is no program of that revision that could be run. */
  | {
      readonly kind: 'unfit'
      readonly id: string
      readonly to: Ran['to']
      readonly seconds: number
      readonly why: string
      /** The end of what its build said. */
      readonly tail?: string
    }
  | Ran
  /** The hunt had stood still. */
  | { readonly kind: 'resumed' }
  /** The ends differ: from here on this symptom is hunted. */
  | { readonly kind: 'settled'; readonly hunt: Hunt; readonly symptom: Symptom }
)

/** One run, with its verdict. */
export interface Ran {
  readonly kind: 'ran'
  readonly id: string
  /** To see that the ends differ, to know which way to turn, to check the answer. */
  readonly to: 'ends' | 'turn' | 'check'
  readonly outcome: Outcome
  readonly symptom?: Symptom
  readonly because: string
  readonly findings: readonly Pick<Finding, 'name' | 'outcome' | 'symptom' | 'because'>[]
  readonly numbers?: Numbers
  readonly freeze?: Freeze
  readonly seconds: number
  /** The kept run directory. */
  readonly dir?: string
}

export type History = readonly HuntEvent[]

export function logLine(event: HuntEvent): string {
  return `${JSON.stringify(event)}\n`
}

/**
 * The events of a log. The last line may have been cut by a crash: it counts only when it is whole. Throws
 * UsageError, with the number of the line, for anything else that is no log of a hunt.
 */
export function parseLog(text: string, name: string): { order: Order; events: History } {
  const lines = text.split('\n')
  const cut = lines.pop()
  const events = lines.flatMap((line, index) =>
    line.trim() === '' ? [] : [event(line, `${name}, line ${index + 1}`)],
  )
  if (cut !== undefined && cut.trim() !== '' && isWhole(cut)) events.push(event(cut, `${name}, last line`))
  const [order, ...rest] = events
  if (order?.kind !== 'order' || order.schema !== 1) {
    throw new UsageError(
      `wanted the log of a hunt (chardev-fc bisect log), but ${name} does not begin like one`,
    )
  }
  return { order, events: rest }
}

function event(line: string, where: string): HuntEvent {
  let read: unknown
  try {
    read = JSON.parse(line)
  } catch {
    throw new UsageError(`wanted a line of the log of a hunt, but ${where} is no JSON: ${shown(line)}`)
  }
  const why = logLineCheck(read, '')
  if (why === null) return read as HuntEvent
  throw new UsageError(`wanted a line of the log of a hunt, but in ${where}, ${why}`)
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}
