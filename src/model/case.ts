import type { Backend } from './backend.ts'
import type { CaseFile } from './case-file.ts'
import type { Expectation } from './expectation.ts'
import type { Frontend } from './frontend.ts'
import type { Known } from './known.ts'
import type { GuestFile, Payload } from './payload.ts'
import type { Duration, Size } from './units.ts'

/** A command running in the guest. */
export interface Job {
  /** Waits for its end; the journal gets the status that was wanted. */
  exit(code: number): Promise<void>
}

/** How a host reads that does not read as fast as it can: so many bytes, then nothing for so long. */
export interface Pace {
  readonly bytes: Size
  readonly every: Duration
}

/** An open host end of the chardev. */
export interface Peer {
  /** Reads until so many bytes have arrived on this peer in all, and goes on reading what comes after. */
  drain(bytes: Size | Payload | GuestFile, pace?: Pace): Promise<void>
  /** Stops reading. */
  pause(): Promise<void>
  /** Begins to write, as fast as the chardev takes it, and does not wait. */
  send(payload: Payload): Promise<void>
  /** Says that it will write no more (`shutdown(SHUT_WR)`); it may still read. */
  endWriting(): Promise<void>
  /** Closes. QEMU has seen it when this resolves. */
  close(): Promise<void>
}

/**
 * What a host waits for while it does nothing:
 * - `until stalled`: the guest's writer is seen blocked and the guest has then beaten on, or the writer has ended
 *   without ever blocking;
 * - `until unsent`: the chardev takes no more of what the host sends, and the guest has then beaten on;
 * - `for N beats`: the guest has beaten so many times on both paths (about 0.1 s each).
 */
export type Idle = 'until stalled' | 'until unsent' | `for ${number} beats`

/** The program at the other end of the chardev. */
export interface Host {
  /** Opens the chardev and reads nothing. */
  open(): Promise<Peer>
  /** Does nothing until something was observed. */
  idle(until: Idle): Promise<void>
}

type Command<Result> = (
  text: TemplateStringsArray,
  ...values: readonly (string | number)[]
) => Promise<Result>

/** The booted machine. Commands are shell text. */
export interface Guest {
  /** Runs a command to its end, which should be status 0. */
  readonly run: Command<void>
  /** Starts a command that writes to the port, or reads from it. */
  readonly start: Command<Job>
  /** Starts a command that has nothing to do with the port, and runs beside it until the guest ends. */
  readonly background: Command<void>
}

/** What a script plays on: the live stage, or paper. */
export interface Stage {
  readonly host: Host
  readonly guest: Guest
  /** What the guest writes to. */
  readonly port: string
  /** What stands for the page's `sleep 1` between two lines, in seconds: shorter, unless it is played as documented. */
  readonly pause: string
}

/** One scenario. */
export interface CaseDefinition {
  readonly title: string
  /** The heading of the wiki page (Features/ChardevFlowControl) that this case plays. */
  readonly page?: string
  readonly chardev: Backend
  readonly frontend: Frontend
  readonly known?: readonly Known[]
  script(stage: Stage): Promise<void>
  readonly expect: readonly Expectation[]
}

/** A scenario with the id that its file name gives it. */
export interface Case extends CaseDefinition {
  readonly id: string
  /** Only of a case that is none of ours: two cases may have one id, then this tells them apart. */
  readonly file?: CaseFile
}
