import { UsageError } from '../model/errors.ts'
import type { History, Observation } from '../model/observation.ts'
import { isObservation } from './journal-line.ts'

/**
 * Reads a journal, JSON Lines. A last line without its newline is what a killed run was writing: it is left out
 * if it is not whole. Throws UsageError, with the line's number, for any other line that is none, and for a
 * journal that `checkHistory` refuses.
 */
export function parseJournal(text: string): History {
  const lines = text.split('\n')
  const history: Observation[] = []
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const value = parsed(line)
    if (isObservation(value)) {
      const before = history.at(-1)?.at ?? value.at
      if (value.at < before) throw broken(index, `goes back in time, from ${before} to ${value.at}`)
      history.push(value)
    } else if (value !== undefined || index < lines.length - 1) {
      throw broken(index, 'is not an observation that this version knows')
    }
  }
  checkHistory(history)
  return history
}

/** The text of a whole journal. */
export function journalText(history: History): string {
  return history.map(observation => `${JSON.stringify(observation)}\n`).join('')
}

/** Throws UsageError unless a history begins with a `run` line of the schema that this version judges: 1. */
export function checkHistory(history: History): void {
  const first = history[0]
  if (first === undefined) throw new UsageError('the journal is empty: nothing to judge')
  if (first.kind !== 'run')
    throw new UsageError(`a journal begins with a 'run' line, this one with '${first.kind}'`)
  const schema: number = first.schema
  if (schema !== 1) {
    throw new UsageError(
      `the journal has schema ${schema}, this version judges schema 1: use the tool that wrote it`,
    )
  }
}

function broken(index: number, what: string): UsageError {
  return new UsageError(`line ${index + 1} of the journal ${what}`)
}

/** Undefined when the line is no JSON. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return undefined
  }
}
