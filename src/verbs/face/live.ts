import type { Backend, Monitor, Pieces } from '../../model/case/backend.ts'
import type { Pace } from '../../model/case/case.ts'
import type { Frontend } from '../../model/case/frontend.ts'
import type { MigrationWay } from '../../model/case/migration-way.ts'
import type { Payload } from '../../model/case/payload.ts'
import type { Port, Ports } from '../../model/case/ports.ts'
import type { Fact, History, Json, Limits } from '../../model/contract/observation.ts'

/** A run, on which live faces act. */
export interface Live {
  readonly journal: LiveJournal
  readonly limits: Limits
  /** Aborts when the script is cut. */
  readonly signal: AbortSignal
  /** QEMU's monitor. The signal ends its waits. */
  readonly monitor: Monitor
  /** What QEMU says if it refuses a QMP command; null if it executes it. */
  refusal(command: string, args: { readonly [name: string]: Json }): Promise<string | null>
  /** Resets the machine and waits until the guest beats again. Throws UsageError if the case does not say that it resets. */
  reset(): Promise<void>
  readonly jobs: LiveJobs
  readonly moves: LiveMoves
  readonly frontend: Frontend
  /** All ports of the case, the port under test first. */
  readonly ports: Ports
  /** Waits until the guest has the port of a device that was plugged. */
  portAppears(port: Port): Promise<void>
  /** Opens the chardev of a host without reading; empty: of the port under test. */
  openPeer(host: string): Promise<LivePeer>
  /** The same for a host that sends in pieces; null for a chardev on which none does. */
  openInPieces(host: string, pieces: Pieces): Promise<LivePeer | null>
  /** Prepares the host side of another chardev for the port under test. Returns its name, and QEMU's arguments. */
  addHost(chardev: Backend): Promise<{ readonly name: string; readonly options: readonly string[] }>
  /** Connects to the chardev of a host and leaves amid the handshake; false for a chardev without one. */
  leaveAmid(host: string): Promise<boolean>
}

interface LiveJournal {
  readonly history: History
  append(fact: Fact): void
  /** Milliseconds of the journal's clock. */
  now(): number
  /** Waits until `look` returns true, called now and after each new observation of these kinds. */
  until(kinds: readonly Fact['kind'][], look: () => true | undefined, signal: AbortSignal): Promise<true>
}

/** Moves the guest to another QEMU. Each throws UsageError if the script calls it out of turn. */
export interface LiveMoves {
  /** Starts a destination, which waits for the guest. Returns the name of the host of its chardev. */
  wait(way: MigrationWay): Promise<string>
  /** Stops the guest, sends its state to the destination, and lets it run there. Resolves when it beats. */
  migrate(): Promise<void>
  /** Kills the QEMU that the guest has left. */
  killSource(): Promise<void>
  /** Stops the guest, saves it to a file, and kills its QEMU. */
  save(): Promise<void>
  /** Restores the guest in another QEMU. Resolves when it beats. */
  restore(): Promise<void>
}

/** The commands that run in the guest. */
export interface LiveJobs {
  /** Starts a command, whose writer may be watched. Resolves with its name in the journal. */
  start(command: string, how?: 'watched' | 'background'): Promise<string>
  /** Waits for a job's exit and records the expected status. Throws InfraError if the guest cannot run the command. */
  exit(job: string, code: number): Promise<void>
  /** Kills a job's processes, records how much its writer had written, and waits for the job's end. */
  kill(job: string): Promise<void>
}

/** An open host end of the chardev. */
export interface LivePeer {
  /** Its name in the journal. */
  readonly name: string
  /** The name of its port; empty: the port under test. */
  readonly port: string
  drain(bytes: number, pace?: Pace): Promise<void>
  /** Reads until the other side has closed. */
  drainToEnd(): Promise<void>
  /** Reads until what has arrived ends with this text. */
  drainUntil(text: string): Promise<void>
  pause(): void
  send(payload: Payload): void
  /** Resolves when the kernel has accepted all bytes; not recorded in the journal. */
  write(bytes: Buffer): Promise<void>
  endWriting(): void
  close(): void
  /** Closes with a reset; false where nothing can be reset. */
  reset(): boolean
}
