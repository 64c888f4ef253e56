import type { Backend } from './backend.ts'
import type { CaseFile } from './case-file.ts'
import type { Expectation } from './expectation.ts'
import type { Frontend } from './frontend.ts'
import type { Size } from './units.ts'
import type { Symptom } from './verdict.ts'

/** A command running in the guest. */
export interface Job {
  /** Waits for its end; the journal gets the status that was wanted. */
  exit(code: number): Promise<void>
}

/** An open host end of the chardev. */
export interface Peer {
  /** Reads until so many bytes have arrived on this peer in all. */
  drain(bytes: Size): Promise<void>
  close(): Promise<void>
}

/** The program at the other end of the chardev. */
export interface Host {
  /** Opens the chardev and reads nothing. */
  open(): Promise<Peer>
  /**
   * Does nothing until the guest's writer is seen blocked and the guest has then beaten on,
   * or the writer has ended without ever blocking.
   */
  idle(until: 'until stalled'): Promise<void>
}

type Command<Result> = (
  text: TemplateStringsArray,
  ...values: readonly (string | number)[]
) => Promise<Result>

/** The booted machine. Commands are shell text. */
export interface Guest {
  /** Runs a command to its end. */
  readonly run: Command<void>
  /** Starts a command in the background. */
  readonly start: Command<Job>
}

/** What a script plays on: the live stage, or paper. */
export interface Stage {
  readonly host: Host
  readonly guest: Guest
  /** What the guest writes to. */
  readonly port: string
}

/** A documented failure: which QEMU versions, what kind, why. */
export interface Known {
  /** A version range, or `*`. */
  readonly qemu: string
  readonly symptom: Symptom
  readonly why: string
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
