import { type Observation, passedBytes } from '../../model/contract/observation.ts'
import type { Journal } from '../journal.ts'

/** Tracks when something last moved on the data path: bytes in either direction, a job, a step of the script. */
export class LastActivity implements Disposable {
  /** In ms of the journal's clock. */
  at = 0
  readonly #passed = new Map<string, number>()
  readonly #background = new Set<string>()
  readonly #stop: () => void

  constructor(journal: Journal) {
    this.at = journal.now()
    this.#stop = journal.watch(observation => {
      if (this.#moves(observation)) this.at = observation.at
    })
  }

  #moves(observation: Observation): boolean {
    if (observation.kind === 'progress') {
      const bytes = passedBytes(observation)
      const moved = this.#passed.get(observation.job) !== bytes
      this.#passed.set(observation.job, bytes)
      return moved
    }
    if (observation.kind === 'sent') return observation.bytes > 0
    if (observation.kind === 'job') {
      if (observation.event === 'started' && observation.background) this.#background.add(observation.job)
      return !this.#background.has(observation.job)
    }
    return ['step', 'read', 'peer'].includes(observation.kind)
  }

  [Symbol.dispose](): void {
    this.#stop()
  }
}
