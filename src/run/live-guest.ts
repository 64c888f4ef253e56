import { startJob } from '../guest/job.ts'
import { type WriterWatch, watchWriters } from '../guest/progress.ts'
import type { Guest, Job } from '../model/case.ts'
import { InfraError } from '../model/errors.ts'
import { ofKind } from '../model/observation.ts'
import type { Boards } from './boards.ts'
import { guestCommand } from './guest-command.ts'
import type { Steps } from './steps.ts'

const sampleEveryMs = 100

/** The verbs of the guest. */
export function liveGuest(boards: Boards, steps: Steps): Guest {
  const jobs = new Jobs(boards)
  return {
    run: (text, ...values) => {
      const command = guestCommand(text, values)
      return steps.play(`guest runs ${command}`, async () => {
        const { job } = await jobs.start(command)
        await jobs.exit(job, 0)
      })
    },
    start: (text, ...values) => {
      const command = guestCommand(text, values)
      return steps.play(`guest starts ${command}`, () => startWatched(jobs, steps, command))
    },
    background: (text, ...values) => {
      const command = guestCommand(text, values)
      return steps.play(`guest starts in the background ${command}`, async () => {
        await jobs.start(command, { background: true })
      })
    },
  }
}

async function startWatched(jobs: Jobs, steps: Steps, command: string): Promise<Job> {
  await jobs.openWatch()
  const { job, pid } = await jobs.start(command)
  jobs.watch(job, pid)
  return { exit: code => steps.play(`${job} ends with status ${code}`, () => jobs.exit(job, code)) }
}

/** The commands that run in the guest, each with its name in the journal. */
class Jobs {
  readonly #boards: Boards
  #count = 0
  #watch: WriterWatch | null = null

  constructor(boards: Boards) {
    this.#boards = boards
  }

  async start(command: string, mark: { background?: true } = {}): Promise<{ job: string; pid: number }> {
    const { journal, ssh, signal } = this.#boards
    const job = `job${++this.#count}`
    const { pid } = await startJob(
      ssh,
      command,
      {
        started: () => journal.append({ kind: 'job', job, event: 'started', command, ...mark }),
        said: text => journal.append({ kind: 'job', job, event: 'said', text }),
        exited: status => journal.append({ kind: 'job', job, event: 'exited', ...status }),
      },
      signal,
    )
    return { job, pid }
  }

  /** Where the port is a file, makes ready to sample who holds it open. */
  async openWatch(): Promise<void> {
    const { journal, ssh, signal, frontend } = this.#boards
    if (!frontend.isFile || this.#watch !== null) return
    this.#watch = await watchWriters(
      ssh,
      { port: frontend.port, everyMs: sampleEveryMs },
      (job, sample) => journal.append({ kind: 'progress', job, ...sample }),
      signal,
    )
  }

  /** Samples the job's writer from now on. */
  watch(job: string, pid: number): void {
    this.#watch?.follow(job, pid)
  }

  /** Waits for the job's end. Throws InfraError when the guest could not run the command at all. */
  async exit(job: string, code: number): Promise<void> {
    const { journal, signal } = this.#boards
    journal.append({ kind: 'wanted', job, code })
    const ended = () =>
      ofKind(journal.history, 'job').find(fact => fact.job === job && fact.event === 'exited')
    const exit = await journal.until(['job'], ended, signal)
    const status = exit.event === 'exited' ? exit.code : null
    // Of the shell (POSIX): found but not to be run, not found.
    if (status !== code && (status === 126 || status === 127)) {
      throw new InfraError(`the guest cannot run the command of ${job} (status ${status})`)
    }
  }
}
