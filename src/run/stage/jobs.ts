import { startJob } from '../../guest/job.ts'
import { type WriterWatch, watchWriters } from '../../guest/progress.ts'
import { ofKind } from '../../model/contract/observation.ts'
import { InfraError } from '../../model/errors.ts'
import type { LiveJobs } from '../../verbs/face/live.ts'
import { SaidLines } from './said-lines.ts'
import type { ScriptContext } from './script-context.ts'

const sampleEveryMs = 100

/** The commands that run in the guest, named in the journal. */
export class Jobs implements LiveJobs {
  readonly #play: ScriptContext
  #count = 0
  readonly #said: SaidLines
  #watch: WriterWatch | null = null

  constructor(play: ScriptContext) {
    this.#play = play
    this.#said = new SaidLines(play.journal)
  }

  async start(command: string, how?: 'watched' | 'background'): Promise<string> {
    const { journal, guest, signal } = this.#play
    if (how === 'watched') await this.#openWatch()
    const job = `job${++this.#count}`
    const mark = how === 'background' ? { background: true as const } : {}
    const pid = await startJob(
      guest.ssh,
      command,
      {
        started: () => journal.append({ kind: 'job', job, event: 'started', command, ...mark }),
        line: text => this.#said.add(job, text),
        exited: status => {
          this.#said.end(job)
          journal.append({ kind: 'job', job, event: 'exited', ...status })
        },
      },
      signal,
    )
    if (how === 'watched') this.#watch?.follow(job, pid)
    return job
  }

  async exit(job: string, code: number): Promise<void> {
    const { journal, signal } = this.#play
    journal.append({ kind: 'wanted', job, code })
    const ended = () =>
      ofKind(journal.history, 'job').find(fact => fact.job === job && fact.event === 'exited')
    const exit = await journal.until(['job'], ended, signal)
    const status = exit.event === 'exited' ? exit.code : null
    // From the shell (POSIX): 126 found but not executable, 127 not found.
    if (status !== code && (status === 126 || status === 127)) {
      throw new InfraError(`the guest cannot run the command of ${job} (status ${status})`)
    }
  }

  /** If the port is a file, prepares to sample the process that has it open. */
  async #openWatch(): Promise<void> {
    const { cell, journal, guest, signal } = this.#play
    const { frontend } = cell.case
    if (!frontend.isFile || this.#watch !== null) return
    this.#watch = await watchWriters(
      guest.ssh,
      { port: frontend.port, everyMs: sampleEveryMs },
      (job, sample) => journal.append({ kind: 'progress', job, ...sample }),
      signal,
    )
  }
}
