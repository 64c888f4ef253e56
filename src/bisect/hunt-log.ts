import { type JsonLine, jsonLines } from '../model/contract/json-lines.ts'
import { shown } from '../model/contract/schema.ts'
import { unreadable } from '../model/contract/schema-version.ts'
import { UsageError } from '../model/errors.ts'
import { type HuntEvent, logLine, type Order } from './log-lines.ts'

export type { HuntEvent, Order, Origin, Ran, RunOptions, RunResult } from './log-lines.ts'
export type History = readonly HuntEvent[]

export function logText(event: HuntEvent): string {
  return `${JSON.stringify(event)}\n`
}

/**
 * The events of a log. The last line may have been cut by a crash: it counts only when it is whole. Throws
 * UsageError, with the number of the line, for anything else that is no log of a hunt.
 */
export function parseLog(text: string, name: string): { order: Order; events: History } {
  const events = jsonLines(text).lines.map(line => event(line, `${name}, line ${line.number}`))
  const [order, ...rest] = events
  if (order?.kind !== 'order') {
    throw new UsageError(
      `wanted the log of a hunt (chardev-fc bisect log), but ${name} does not begin like one`,
    )
  }
  return { order, events: rest }
}

function event({ value, text }: JsonLine, where: string): HuntEvent {
  if (value === undefined)
    throw new UsageError(`wanted a line of the log of a hunt, but ${where} is no JSON: ${shown(text)}`)
  const why = unreadable(logLine, value)
  if (why === null) return value as HuntEvent
  throw new UsageError(`wanted a line of the log of a hunt, but in ${where}, ${why}`)
}
