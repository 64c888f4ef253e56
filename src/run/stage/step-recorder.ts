import type { Journal } from '../journal.ts'
import { Cut } from '../watch/cut.ts'

/** Plays one line of a script; `text`: what the journal says of it. */
type PlayStep = <Result>(text: string, verb: () => Promise<Result>) => Promise<Result>

/** Writes each line of a script into the journal as it begins and ends. A cut between two lines ends the script. */
export function stepRecorder(journal: Journal, signal: AbortSignal): PlayStep {
  let count = 0
  const play: PlayStep = async (text, verb) => {
    signal.throwIfAborted()
    const step = ++count
    journal.append({ kind: 'step', step, edge: 'begin', text })
    const result = await verb()
    signal.throwIfAborted()
    journal.append({ kind: 'step', step, edge: 'end', text })
    return result
  }
  return (text, verb) => {
    const called = new Error('called')
    const played = play(text, verb)
    // Also for a script that forgot to await it, and must not end the process: the journal shows a step without end.
    played.catch(error => addCaller(error, called))
    return played
  }
}

/** A step fails long after the script's line has called it: V8 no longer knows that line when two wait for a promise. */
function addCaller(error: unknown, called: Error): void {
  if (error instanceof Error && !(error instanceof Cut)) error.stack += `\n${called.stack}`
}
