import type { LogEvent, Ran, RunResult } from './log.ts'
import { type Action, nextAction, type SearchInput } from './search/next-action.ts'
import { type Source, Untestable } from './source.ts'

/** What a bisection needs from outside. */
export interface Bisection {
  readonly input: SearchInput
  readonly source: Source
  /** Runs the case once on that program. Rejects with Untestable where the program cannot run it. */
  run(program: string): Promise<RunResult>
  /** Writes an event to the log. */
  log(event: LogEvent): void
  /** Called before a revision is built and run. */
  onStep(id: string, to: Ran['to']): Promise<void>
  readonly signal: AbortSignal
}

/** How a bisection ended. */
export type End = Exclude<Action, { kind: 'run' | 'settle' }>

type Unstamped = LogEvent extends infer Event ? (Event extends LogEvent ? Omit<Event, 'at'> : never) : never

/** Bisects to the end, from the events so far, to which it adds its own. Rejects with the signal's reason. */
export async function bisect(bisection: Bisection, events: LogEvent[]): Promise<End> {
  const { input, signal, source } = bisection
  let ready = { id: '', path: '' }
  let step = ''
  for (;;) {
    signal.throwIfAborted()
    const action = nextAction(input, events)
    if (action.kind === 'settle') {
      add({ kind: 'settled', hunt: action.goal, symptom: action.symptom })
      continue
    }
    if (action.kind !== 'run') return action
    const { id, to } = action
    if (step !== `${id} ${to}`) await bisection.onStep(id, to)
    step = `${id} ${to}`
    try {
      if (ready.id !== id) ready = { id, path: await program(id) }
      const result = await bisection.run(ready.path)
      // The verdict of an interrupted run is worthless.
      signal.throwIfAborted()
      add({ kind: 'ran', id, to, ...result })
    } catch (error) {
      if (!(error instanceof Untestable)) throw error
      const { message: why, seconds, tail } = error
      add({ kind: 'unfit', id, to, seconds, why, ...(tail === null ? {} : { tail }) })
    }
  }

  async function program(id: string): Promise<string> {
    const { path, seconds, cached } = await source.program(id, signal)
    const isKnown = events.some(event => event.kind === 'built' && event.id === id)
    if (!cached || !isKnown) add({ kind: 'built', id, seconds, cached })
    return path
  }

  function add(event: Unstamped): void {
    const stamped = { at: new Date().toISOString(), ...event } as LogEvent
    events.push(stamped)
    bisection.log(stamped)
  }
}
