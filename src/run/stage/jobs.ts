import { type JobEvents, startJob } from '../../guest/job.ts'
import { KeptJob } from '../../guest/kept-job.ts'
import { parseSample, type WriterWatch, watchWriters } from '../../guest/progress.ts'
import type { Status } from '../../guest/ssh.ts'
import { type JobEnd, jobEnds } from '../../judge/jobs.ts'
import type { Frontend } from '../../model/case/frontend.ts'
import { killScript } from '../../model/case/kill-script.ts'
import { type Ports, portNamedIn, portsOf } from '../../model/case/ports.ts'
import { InfraError } from '../../model/errors.ts'
import { inputLimits } from '../../model/input-limits.ts'
import type { LiveJobs } from '../../verbs/face/live.ts'
import { Cut } from '../watch/cut.ts'
import type { ScriptContext } from './script-context.ts'

const sampleEveryMs = 100
const tooManyLines = `the commands of the script printed more than ${inputLimits.jobLines} lines: redirect what is not judged to /dev/null`

interface Started {
  readonly pid: number
  readonly frontend: Frontend
  readonly isWatched: boolean
}

/** The commands that run in the guest, named in the journal. */
export class Jobs implements LiveJobs {
  readonly #play: ScriptContext
  readonly #ports: Ports
  readonly #cut: (reason: Cut) => void
  #count = 0
  #lines = 0
  #watch: WriterWatch | null = null
  /** The guest's shell of each job, and the device whose port it uses. */
  readonly #started = new Map<string, Started>()
  readonly #kept = new Map<string, KeptJob>()

  /** `cut` ends the script. */
  constructor(play: ScriptContext, cut: (reason: Cut) => void) {
    this.#play = play
    this.#ports = portsOf(play.cell.case)
    this.#cut = cut
  }

  async start(command: string, how?: 'watched' | 'background'): Promise<string> {
    const { journal, guest, signal } = this.#play
    if (how === 'watched') await this.#openWatch()
    const job = `job${++this.#count}`
    const { name, frontend } = portNamedIn(this.#ports, command)
    const mark = {
      ...(name === '' ? {} : { port: name }),
      ...(how === 'background' ? { background: true as const } : {}),
    }
    const events = {
      started: () => journal.append({ kind: 'job', job, event: 'started', command, ...mark }),
      line: (text: string) => this.#said(job, text),
      exited: (status: Status) => journal.append({ kind: 'job', job, event: 'exited', ...status }),
    }
    const start = this.#play.cell.case.migrates ? this.#startKept(job, command, events) : null
    const pid = await (start ?? startJob(guest.ssh, command, events, signal))
    const isWatched = how === 'watched' && frontend.isFile
    this.#started.set(job, { pid, frontend, isWatched })
    if (isWatched) this.#watch?.follow(job, pid, frontend.port)
    return job
  }

  /** Follows the running commands of a guest that has moved, over its new connection. */
  async moved(): Promise<void> {
    const { guest, journal, signal } = this.#play
    const ends = jobEnds(journal.history)
    const running = [...this.#kept].filter(([job]) => !ends.get(job))
    const wasWatching = this.#watch !== null
    this.forget()
    if (wasWatching) await this.#openWatch()
    for (const [job, kept] of running) {
      await kept.follow(guest.ssh, signal)
      const started = this.#started.get(job)
      if (started?.isWatched) this.#watch?.follow(job, started.pid, started.frontend.port)
    }
  }

  async #startKept(job: string, command: string, events: JobEvents): Promise<number> {
    const kept = new KeptJob(job, events)
    await kept.start(this.#play.guest.ssh, command, this.#play.signal)
    this.#kept.set(job, kept)
    return kept.pid
  }

  /** The channels to the guest are gone. */
  forget(): void {
    this.#watch = null
  }

  /** A job may print without end. Lines that are left out would be silence to the judges: the script is cut instead. */
  #said(job: string, text: string): void {
    if (++this.#lines <= inputLimits.jobLines)
      this.#play.journal.append({ kind: 'job', job, event: 'said', text })
    else this.#cut(new Cut('trouble', tooManyLines))
  }

  async exit(job: string, code: number): Promise<void> {
    this.#play.journal.append({ kind: 'wanted', job, code })
    const exit = await this.#ended(job)
    const status = exit.code
    // From the shell (POSIX): 126 found but not executable, 127 not found.
    if (status !== code && (status === 126 || status === 127)) {
      throw new InfraError(`the guest cannot run the command of ${job} (status ${status})`)
    }
  }

  async kill(job: string): Promise<void> {
    const { journal, guest, signal } = this.#play
    const started = this.#started.get(job)
    if (started === undefined) throw new Error(`${job} was never started`)
    const script = `pid=${started.pid}\n${killScript(started.frontend)}`
    const { stdout } = await guest.ssh.run(script, signal)
    const sample = parseSample(stdout)
    if (sample !== null && started.frontend.isFile) journal.append({ kind: 'progress', job, ...sample })
    journal.append({ kind: 'job', job, event: 'killed' })
    await this.#ended(job)
  }

  #ended(job: string): Promise<JobEnd> {
    const { journal, signal } = this.#play
    const ended = () => jobEnds(journal.history).get(job) ?? undefined
    return journal.until(['job'], ended, signal)
  }

  /** If a port is a file, prepares to sample the processes that have it open. */
  async #openWatch(): Promise<void> {
    const { journal, guest, signal } = this.#play
    if (!this.#ports.some(({ frontend }) => frontend.isFile) || this.#watch !== null) return
    this.#watch = await watchWriters(
      guest.ssh,
      sampleEveryMs,
      (job, sample) => journal.append({ kind: 'progress', job, ...sample }),
      signal,
    )
  }
}
