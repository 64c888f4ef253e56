import { UsageError } from '../model/errors.ts'
import { shown } from '../model/schema.ts'
import { unreadable } from '../model/schema-version.ts'
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
  const lines = text.split('\n')
  const cut = lines.pop()
  const events = lines.flatMap((line, index) =>
    line.trim() === '' ? [] : [event(line, `${name}, line ${index + 1}`)],
  )
  if (cut !== undefined && cut.trim() !== '' && isWhole(cut)) events.push(event(cut, `${name}, last line`))
  const [order, ...rest] = events
  if (order?.kind !== 'order') {
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
  const why = unreadable(logLine, read)
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
