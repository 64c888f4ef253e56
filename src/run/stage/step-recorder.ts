import type { Journal } from '../journal.ts'
import { Cut } from '../watch/cut.ts'

/** Plays one line of a script; `text` is its description in the journal. */
type PlayStep = <Result>(text: string, verb: () => Promise<Result>) => Promise<Result>

/** Records the begin and end of each line of a script in the journal. A cut between two lines ends the script. */
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
    // The stack of a later error lacks the script's line: V8 loses it when two await one promise.
    const caller = new Error('called')
    const played = play(text, verb)
    // A script that forgets to await a verb must not end the process either: the journal shows a step without end.
    played.catch(error => {
      if (error instanceof Error && !(error instanceof Cut)) error.stack += `\n${caller.stack}`
    })
    return played
  }
}
