import { startJob } from '../guest/job.ts'
import { type Sample, watchWriter } from '../guest/progress.ts'
import type { Ssh } from '../guest/ssh.ts'
import type { HostSide } from '../model/backend.ts'
import type { Guest, Host, Job, Peer, Stage } from '../model/case.ts'
import { InfraError } from '../model/errors.ts'
import type { Frontend } from '../model/frontend.ts'
import type { Limits } from '../model/observation.ts'
import { Cut } from './cut.ts'
import type { Journal } from './journal.ts'
import { LivePeer } from './live-peer.ts'
import { stallSettled } from './stall-settled.ts'

const sampleEveryMs = 100

/** What the live stage plays on. */
export interface Boards {
  readonly journal: Journal
  readonly hostSide: HostSide
  readonly frontend: Frontend
  readonly ssh: Ssh
  readonly limits: Limits
  /** Aborts when the script is cut. */
  readonly signal: AbortSignal
}

/** The stage with a real QEMU, a real guest and real sockets. Each verb writes itself into the journal. */
export class LiveStage implements Stage {
  readonly port: string
  readonly host: Host
  readonly guest: Guest
  readonly peers: LivePeer[] = []
  readonly #set: Boards
  #steps = 0
  #jobs = 0

  constructor(set: Boards) {
    this.#set = set
    this.port = set.frontend.port
    this.host = {
      open: () => this.#step('host opens the chardev', () => this.#open()),
      idle: until => this.#step(`host idles ${until}`, () => this.#untilStalled()),
    }
    this.guest = {
      run: (text, ...values) => {
        const command = String.raw({ raw: text }, ...values)
        return this.#step(`guest runs ${command}`, () => this.#run(command))
      },
      start: (text, ...values) => {
        const command = String.raw({ raw: text }, ...values)
        return this.#step(`guest starts ${command}`, () => this.#start(command))
      },
    }
  }

  #step<Result>(text: string, play: () => Promise<Result>): Promise<Result> {
    const called = new Error('called')
    const played = this.#play(text, play)
    // Also for a script that forgot to await it, and must not end the process: the journal shows a step without end.
    played.catch(error => addCaller(error, called))
    return played
  }

  async #play<Result>(text: string, play: () => Promise<Result>): Promise<Result> {
    const { journal, signal } = this.#set
    signal.throwIfAborted()
    const step = ++this.#steps
    journal.append({ kind: 'step', step, edge: 'begin', text })
    const result = await play()
    signal.throwIfAborted()
    journal.append({ kind: 'step', step, edge: 'end', text })
    return result
  }

  async #open(): Promise<Peer> {
    const { hostSide, journal, signal } = this.#set
    const end = await hostSide.open(signal)
    const name = `peer${this.peers.length + 1}`
    const peer = new LivePeer(name, end, journal, signal)
    this.peers.push(peer)
    return {
      drain: bytes => this.#step(`${name} reads ${bytes}`, () => peer.drain(bytes)),
      close: () => this.#step(`${name} closes`, () => peer.close()),
    }
  }

  async #untilStalled(): Promise<void> {
    const { journal, limits, signal } = this.#set
    await journal.until(['progress', 'beat', 'job'], () => stallSettled(journal.history, limits), signal)
  }

  async #run(command: string): Promise<void> {
    const answer = await this.#set.ssh.run(command, this.#set.signal)
    if (answer.code !== 0) {
      throw new InfraError(
        `in the guest, '${command}' ended with ${answer.code ?? answer.signal}: ${answer.stderr}`,
      )
    }
  }

  async #start(command: string): Promise<Job> {
    const { journal, ssh, signal, frontend } = this.#set
    const job = `job${++this.#jobs}`
    const { pid } = await startJob(
      ssh,
      command,
      {
        said: text => journal.append({ kind: 'job', job, event: 'said', text }),
        exited: status => journal.append({ kind: 'job', job, event: 'exited', ...status }),
      },
      signal,
    )
    journal.append({ kind: 'job', job, event: 'started', command })
    if (frontend.isFile) {
      const onSample = (sample: Sample) => journal.append({ kind: 'progress', job, ...sample })
      await watchWriter(ssh, { port: this.port, pid, everyMs: sampleEveryMs }, onSample, signal)
    }
    return { exit: code => this.#step(`${job} ends with status ${code}`, () => this.#exit(job, code)) }
  }

  async #exit(job: string, code: number): Promise<void> {
    const { journal, signal } = this.#set
    journal.append({ kind: 'wanted', job, code })
    const exited = () =>
      journal.history.some(fact => fact.kind === 'job' && fact.job === job && fact.event === 'exited')
    await journal.until(['job'], () => (exited() ? true : undefined), signal)
  }
}

/** A step fails long after the script's line has called it: V8 no longer knows that line when two wait for a promise. */
function addCaller(error: unknown, called: Error): void {
  if (error instanceof Error && !(error instanceof Cut)) error.stack += `\n${called.stack}`
}
