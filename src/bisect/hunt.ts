import type { HuntEvent, Ran, RunResult } from './hunt-log.ts'
import { type Act, type Ground, nextAct } from './search/course.ts'
import { type Source, Unfit } from './source.ts'

/** What a hunt needs of the world. */
export interface Hunter {
  readonly ground: Ground
  readonly source: Source
  /** Runs the case on that program once. Rejects with Unfit when it is no QEMU that could be run. */
  play(program: string, signal: AbortSignal): Promise<RunResult>
  /** Writes an event down, for good. */
  record(event: HuntEvent): void
  /** Told before a revision is built and run. */
  turned(id: string, to: Ran['to']): Promise<void>
  readonly signal: AbortSignal
}

/** How a hunt ended. */
export type End = Exclude<Act, { kind: 'run' | 'settle' }>

type Unstamped = HuntEvent extends infer Event ? (Event extends HuntEvent ? Omit<Event, 'at'> : never) : never

/** Hunts on from what happened so far, to the end. `events` grows. Rejects with the signal's reason. */
export async function hunt(hunter: Hunter, events: HuntEvent[]): Promise<End> {
  const { ground, signal, source } = hunter
  let ready = { id: '', path: '' }
  let turned = ''
  for (;;) {
    signal.throwIfAborted()
    const act = nextAct(ground, events)
    if (act.kind === 'settle') {
      happened({ kind: 'settled', hunt: act.hunt, symptom: act.symptom })
      continue
    }
    if (act.kind !== 'run') return act
    const { id, to } = act
    if (turned !== `${id} ${to}`) await hunter.turned(id, to)
    turned = `${id} ${to}`
    try {
      if (ready.id !== id) ready = { id, path: await program(id) }
      const ran = await hunter.play(ready.path, signal)
      // A run that was interrupted saw only half.
      signal.throwIfAborted()
      happened({ kind: 'ran', id, to, ...ran })
    } catch (error) {
      if (!(error instanceof Unfit)) throw error
      const { message: why, seconds, tail } = error
      happened({ kind: 'unfit', id, to, seconds, why, ...(tail === null ? {} : { tail }) })
    }
  }

  async function program(id: string): Promise<string> {
    const { path, seconds, cached } = await source.program(id, signal)
    const isKnown = events.some(event => event.kind === 'built' && event.id === id)
    if (!cached || !isKnown) happened({ kind: 'built', id, seconds, cached })
    return path
  }

  function happened(event: Unstamped): void {
    const stamped = { at: new Date().toISOString(), ...event } as HuntEvent
    events.push(stamped)
    hunter.record(stamped)
  }
}
