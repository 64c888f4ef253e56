import { inputLimits } from '../../model/input-limits.ts'
import type { Journal } from '../journal.ts'

/** Of a job that prints on and on, one line is kept in this time: a judge may ask whether it still prints. */
const everyMs = 100
/** Of the end of what a job prints: `dd` says in so many lines what it has copied. */
const lastLines = 3

/**
 * What the jobs print, for the journal. A job may print without end: once there are many lines, one now and then is kept,
 * and the last ones of each job. So a job is never taken for one that has stopped because its lines are not kept.
 */
export class SaidLines {
  readonly #journal: Pick<Journal, 'append' | 'now'>
  #count = 0
  /** By job: when a line was last kept, and the latest lines since. */
  readonly #left = new Map<string, { readonly at: number; readonly lines: readonly string[] }>()

  constructor(journal: Pick<Journal, 'append' | 'now'>) {
    this.#journal = journal
  }

  add(job: string, text: string): void {
    this.#count += 1
    const { jobLines } = inputLimits
    if (this.#count <= jobLines) {
      this.#keep(job, text)
      return
    }
    if (this.#count === jobLines + 1)
      this.#journal.append({
        kind: 'note',
        text: `the jobs have printed ${jobLines} lines: from here on, not each line is kept`,
      })
    const { at, lines } = this.#left.get(job) ?? { at: Number.NEGATIVE_INFINITY, lines: [] }
    const now = this.#journal.now()
    const isDue = now - at >= everyMs
    if (isDue) this.#keep(job, text)
    this.#left.set(job, isDue ? { at: now, lines: [] } : { at, lines: [...lines, text].slice(-lastLines) })
  }

  /** Keeps the last lines of a job that has exited. */
  end(job: string): void {
    for (const text of this.#left.get(job)?.lines ?? []) this.#keep(job, text)
    this.#left.delete(job)
  }

  #keep(job: string, text: string): void {
    this.#journal.append({ kind: 'job', job, event: 'said', text })
  }
}
