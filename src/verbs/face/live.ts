import type { Monitor } from '../../model/case/backend.ts'
import type { Pace } from '../../model/case/case.ts'
import type { Payload } from '../../model/case/payload.ts'
import type { Fact, History, Limits } from '../../model/contract/observation.ts'

/** What live faces act on: one run. */
export interface Live {
  readonly journal: LiveJournal
  readonly limits: Limits
  /** Aborts when the script is cut. */
  readonly signal: AbortSignal
  /** QEMU's monitor. The signal ends its waits. */
  readonly monitor: Monitor
  readonly jobs: LiveJobs
  /** Opens the chardev without reading. */
  openPeer(): Promise<LivePeer>
}

interface LiveJournal {
  readonly history: History
  /** Milliseconds of the journal's clock. */
  now(): number
  /** Waits until `look` says true, asked now and after each new observation of these kinds. */
  until(kinds: readonly Fact['kind'][], look: () => true | undefined, signal: AbortSignal): Promise<true>
}

/** The commands that run in the guest. */
export interface LiveJobs {
  /** Starts a command, whose writer may be watched; gives its name in the journal. */
  start(command: string, how?: 'watched' | 'background'): Promise<string>
  /** Waits for a job's end, wanted with this status. Throws InfraError when the guest cannot run the command at all. */
  exit(job: string, code: number): Promise<void>
}

/** An open host end of the chardev. */
export interface LivePeer {
  /** As the journal calls it. */
  readonly name: string
  drain(bytes: number, pace?: Pace): Promise<void>
  pause(): void
  send(payload: Payload): void
  endWriting(): void
  close(): void
}
