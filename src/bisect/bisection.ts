import type { Purpose } from '../model/contract/bisect-report.ts'
import type { LogEvent, RunResult } from './log.ts'
import { searchAfter, withEvent } from './search/logged-search.ts'
import type { Search, SearchInput } from './search/search.ts'
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
  onStep(id: string, to: Purpose, search: Search): Promise<void>
  readonly signal: AbortSignal
}

type Unstamped = LogEvent extends infer Event ? (Event extends LogEvent ? Omit<Event, 'at'> : never) : never

/**
 * Bisects to the end, from the events so far, to which it adds its own. Resolves with the search, whose next step says
 * how it ended. Rejects with the signal's reason.
 */
export async function bisect(bisection: Bisection, events: LogEvent[]): Promise<Search> {
  const { signal, source } = bisection
  let search = searchAfter(bisection.input, events)
  let ready = { id: '', path: '' }
  let step = ''
  for (;;) {
    signal.throwIfAborted()
    const { next } = search
    if (next.kind !== 'run') return search
    const { id, to } = next
    if (step !== `${id} ${to}`) await bisection.onStep(id, to, search)
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

  /** Logs an event, and what the search found by it. */
  function add(event: Unstamped): void {
    const before = search
    write(event)
    for (const found of foundBetween(before, search)) write(found)
  }

  function write(event: Unstamped): void {
    const stamped = { at: new Date().toISOString(), ...event } as LogEvent
    events.push(stamped)
    search = withEvent(search, stamped)
    bisection.log(stamped)
  }
}

/** The edges that were found, and what is sought next. */
function foundBetween(before: Search, after: Search): Unstamped[] {
  const edges = after.edges
    .slice(before.edges.length)
    .map(({ from, to, among }) => ({ kind: 'edge', from, to, among }) as const)
  const sought = after.open[0]?.sought
  if (!sought || sought === before.open[0]?.sought) return edges
  return [...edges, { kind: 'settled', hunt: sought.goal, symptom: sought.failure }]
}
