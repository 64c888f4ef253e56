import { closeSync, openSync, writeSync } from 'node:fs'
import { bounded } from '../model/contract/bounded.ts'
import { jsonOf } from '../model/contract/json-of.ts'
import type { Fact, FactOf, History, Observation } from '../model/contract/observation.ts'
import { unwritable } from './run-directory.ts'

type Listener = (observation: Observation) => void

/**
 * The append-only list of the observations of one run, in memory and as JSON Lines in a file. Each line is written
 * before `append` returns: the journal of a killed run is readable up to its last line.
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

  /** Milliseconds of the host's monotonic clock since the run began. */
  now(): number {
    return Math.round((performance.now() - this.#began) * 10) / 10
  }

  get history(): History {
    return this.#history
  }

  /** Does nothing once the journal is closed: its descriptor may belong to another file by then. Throws InfraError. */
  append(fact: Fact): void {
    if (this.#isClosed) return
    const observation = bounded({ at: this.now(), ...fact })
    this.#history.push(observation)
    try {
      writeSync(this.#file, `${jsonOf(observation)}\n`)
    } catch (error) {
      throw unwritable(this.#path, error)
    }
    for (const listener of this.#listeners) listener(observation)
  }

  /** Calls back for each new observation, until the returned function is called. */
  watch(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Resolves with the first value that `find` returns, now (with null) or for a new observation of these kinds;
   * `undefined` and `false` mean not found. Rejects with the signal's reason.
   */
  until<Found, Kind extends Fact['kind']>(
    kinds: readonly Kind[],
    find: (latest: FactOf<Kind> | null) => Found | false | undefined,
    signal: AbortSignal,
  ): Promise<Found> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const already = find(null)
      if (already !== undefined && already !== false) return resolve(already)
      const stop = this.watch(observation => {
        if (!kinds.some(kind => kind === observation.kind)) return
        const found = find(observation as FactOf<Kind>)
        if (found === undefined || found === false) return
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
