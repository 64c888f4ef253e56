import { closeSync, openSync, writeSync } from 'node:fs'
import type { Fact, FactOf, History, Observation } from '../model/contract/observation.ts'
import { unwritable } from './run-directory.ts'

type Listener = (observation: Observation) => void

/**
 * The append-only list of what one run observed, in memory and as JSON Lines in a file. Each line is written
 * before `append` returns: a journal of a killed run is readable up to its last line.
 */
export class Journal implements Disposable {
  readonly #began = performance.now()
  readonly #history: Observation[] = []
  readonly #listeners = new Set<Listener>()
  readonly #path: string
  readonly #file: number
  #isClosed = false

  constructor(path: string) {
    this.#path = path
    this.#file = openSync(path, 'wx')
  }

  /** Host monotonic milliseconds since the run began. */
  now(): number {
    return Math.round((performance.now() - this.#began) * 10) / 10
  }

  get history(): History {
    return this.#history
  }

  /** Does nothing once the journal is closed: the number of its descriptor may be another file's by then. */
  append(fact: Fact): void {
    if (this.#isClosed) return
    const observation: Observation = { at: this.now(), ...fact }
    this.#history.push(observation)
    this.#write(`${JSON.stringify(observation)}\n`)
    for (const listener of this.#listeners) listener(observation)
  }

  /** A line that cannot be written makes the run worthless: InfraError. */
  #write(line: string): void {
    try {
      writeSync(this.#file, line)
    } catch (error) {
      throw unwritable(this.#path, error)
    }
  }

  /** Calls back for each new observation, until the returned function is called. */
  watch(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Resolves with the first value that `look` finds, now or after a new observation of these kinds.
   * Rejects with the signal's reason when it aborts.
   */
  until<Found, Kind extends Fact['kind']>(
    kinds: readonly Kind[],
    look: (latest: FactOf<Kind> | null) => Found | undefined,
    signal: AbortSignal,
  ): Promise<Found> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const already = look(null)
      if (already !== undefined) return resolve(already)
      const stop = this.watch(observation => {
        if (!isOneOf(observation, kinds)) return
        const found = look(observation)
        if (found === undefined) return
        end()
        resolve(found)
      })
      const aborted = () => {
        end()
        reject(signal.reason)
      }
      const end = () => {
        stop()
        signal.removeEventListener('abort', aborted)
      }
      signal.addEventListener('abort', aborted, { once: true })
    })
  }

  [Symbol.dispose](): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#listeners.clear()
    closeSync(this.#file)
  }
}

function isOneOf<Kind extends Fact['kind']>(
  observation: Observation,
  kinds: readonly Kind[],
): observation is FactOf<Kind> {
  return (kinds as readonly string[]).includes(observation.kind)
}
