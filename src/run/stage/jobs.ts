import { startJob } from '../../guest/job.ts'
import { type WriterWatch, watchWriters } from '../../guest/progress.ts'
import { type Port, type Ports, portsOf } from '../../model/case/ports.ts'
import { ofKind } from '../../model/contract/observation.ts'
import { InfraError } from '../../model/errors.ts'
import { inputLimits } from '../../model/input-limits.ts'
import type { LiveJobs } from '../../verbs/face/live.ts'
import { Cut } from '../watch/cut.ts'
import type { ScriptContext } from './script-context.ts'

const sampleEveryMs = 100
const tooManyLines = `the commands of the script printed more than ${inputLimits.jobLines} lines: redirect what is not judged to /dev/null`

/** The commands that run in the guest, named in the journal. */
export class Jobs implements LiveJobs {
  readonly #play: ScriptContext
  readonly #ports: Ports
  readonly #cut: (reason: Cut) => void
  #count = 0
  #lines = 0
  #watch: WriterWatch | null = null

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
    const { name, frontend } = this.#portOf(command)
    const mark = {
      ...(name === '' ? {} : { port: name }),
      ...(how === 'background' ? { background: true as const } : {}),
    }
    const pid = await startJob(
      guest.ssh,
      command,
      {
        started: () => journal.append({ kind: 'job', job, event: 'started', command, ...mark }),
        line: text => this.#said(job, text),
        exited: status => journal.append({ kind: 'job', job, event: 'exited', ...status }),
      },
      signal,
    )
    if (how === 'watched' && frontend.isFile) this.#watch?.follow(job, pid, frontend.port)
    return job
  }

  /** The guest boots: its programs and channels are gone. */
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

  /** The port that a command names; the port under test if it names none. */
  #portOf(command: string): Port {
    const [own, ...others] = this.#ports
    return others.find(({ frontend }) => command.includes(frontend.port)) ?? own
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
