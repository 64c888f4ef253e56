import { observation } from '../model/contract/journal.ts'
import { jsonLines } from '../model/contract/json-lines.ts'
import { jsonOf } from '../model/contract/json-of.ts'
import type { History, Observation } from '../model/contract/observation.ts'
import { unreadable } from '../model/contract/schema-version.ts'
import { UsageError } from '../model/errors.ts'
import { inputLimits } from '../model/input-limits.ts'

/**
 * Reads a journal, JSON Lines. A last line without its newline is what a killed run was writing: it is left out
 * if it is not whole. Throws UsageError, with the line's number, for any other line that is none, and for a
 * journal that does not begin with a `run` line.
 */
export function parseJournal(text: string): History {
  const history: Observation[] = []
  let scriptFacts = 0
  for (const { value, fault: notJson, number } of jsonLines(text, inputLimits.observations).lines) {
    const fault = notJson ?? unreadable(observation, value)
    if (fault !== null) throw broken(number, `is not an observation that this version knows: ${fault}`)
    const next = value as Observation
    const before = history.at(-1)?.at ?? next.at
    if (next.at < before) throw broken(number, `goes back in time, from ${before} to ${next.at}`)
    history.push(next)
    if (!isPeriodic(next)) scriptFacts += 1
    if (scriptFacts > inputLimits.scriptFacts)
      throw broken(
        number,
        `is about the script, as are ${inputLimits.scriptFacts} before it: no more are read`,
      )
  }
  const [first] = history
  if (first === undefined) throw new UsageError('the journal is empty: nothing to judge')
  if (first.kind !== 'run')
    throw new UsageError(`a journal begins with a 'run' line, this one with '${first.kind}'`)
  return history
}

/** Whether an observation is of a kind that is made all the time, whatever the script does. */
function isPeriodic(fact: Observation): boolean {
  return periodic.includes(fact.kind) || (fact.kind === 'job' && fact.event === 'said')
}

const periodic: readonly Observation['kind'][] = [
  ...(['beat', 'tick', 'cpu', 'qmp', 'progress', 'read', 'sent', 'memory'] as const),
]

/** The text of a whole journal. */
export function journalText(history: History): string {
  return history.map(observation => `${jsonOf(observation)}\n`).join('')
}

function broken(number: number, what: string): UsageError {
  return new UsageError(`line ${number} of the journal ${what}`)
}
