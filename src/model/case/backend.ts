import type { Json } from '../contract/observation.ts'

/** Names of files and ports that a chardev needs, given by the run (or, on the paper stage, as a user would name them). */
export interface Place {
  /** An absolute path of at most 107 bytes (the limit of a UNIX socket's address). */
  path(name: string): string
  /** A TCP or UDP port on 127.0.0.1 that is free. */
  readonly port: number
}

/** The properties of a QEMU that the options of a chardev depend on. */
export interface Target {
  readonly version: string
  /** Whether client sockets have `reconnect-ms=` (since 9.2) in place of `reconnect=`. */
  readonly hasReconnectMs: boolean
}

/** QEMU's monitor, for a host side that has to ask it (where the pty is, what a ringbuf holds). Throws InfraError. */
export interface Monitor {
  /** Rejects with the signal's reason when it aborts: a QEMU that hangs never answers. */
  execute(
    command: string,
    args?: { readonly [name: string]: Json },
    until?: { readonly signal?: AbortSignal },
  ): Promise<Json>
}

/** The pieces in which a slow host sends. */
export interface Pieces {
  readonly bytes: number
  /** To be called after each: resolves when QEMU has seen it. */
  seen(): Promise<void>
}

/** What opening the host side may need. The signal aborts every wait. */
export interface Opening {
  readonly signal: AbortSignal
  readonly monitor: Monitor
  /** QEMU may answer nothing: opens without waiting for it to notice. */
  readonly blindly?: true
  /** The host sends in these pieces, the handshake included; only where `HostSide` says `inPieces`. */
  readonly pieces?: Pieces
}

/** An open host end. It reads nothing until it is told to. It may be closed twice. */
export interface HostEnd {
  /** Calls back for every chunk from now on; after `pause`, resumes reading. */
  read(onBytes: (chunk: Buffer) => void): void
  /** Stops reading; nothing more is taken from the kernel's buffer. */
  pause(): void
  /** Resolves when the kernel has accepted all bytes. Rejects when the connection breaks, or cannot be written to. */
  write(bytes: Buffer): Promise<void>
  /** Shuts down the sending side (`shutdown(SHUT_WR)`), and keeps reading. */
  endWriting(): void
  close(): void
  /** Closes with a reset (RST) in place of an orderly end; only a TCP connection has it. */
  reset?(): void
  /** Called once, when the other side closes or the connection breaks. */
  onEnd(ended: (why: string) => void): void
}

/** The live host side of one chardev. */
export interface HostSide {
  /** The descriptor that QEMU gets as its stdin and stdout, for a chardev on those descriptors. */
  readonly terminal?: number
  /** The file in which QEMU logs what it writes to the chardev (`logfile=`). */
  readonly log?: string
  /** Called before the script: learns what only QEMU knows (where the pty is) while it surely answers. */
  look?(opening: Opening): Promise<void>
  /** Whether `open` obeys `pieces`. */
  readonly inPieces?: true
  /** Called after QEMU has started, whenever the script opens the chardev. Rejects when the signal aborts. */
  open(opening: Opening): Promise<HostEnd>
  /** Connects, sends the beginning of a handshake, and closes; only where the chardev has one. */
  leaveAmid?(opening: Opening): Promise<void>
  /** Aborts openings in progress, closes all ends, and releases what `prepare` made. */
  close(): Promise<void>
}

/**
 * What a user types to act as the host side, one face of a backend. A line begins with its prompt: `$ ` a shell,
 * `>>> ` (or `... `) python3. The open end is Python's `sock`; what was read is in its `data`, a bytearray.
 */
export interface Typed {
  /** Lines to type before QEMU starts. */
  readonly prepare: readonly string[]
  /** What QEMU's stdin and stdout are redirected to, for a chardev on those descriptors. */
  readonly terminal?: string
  /** Whether opening it asks QEMU's monitor: the lines that define `ask(command, **arguments)` are typed before. */
  readonly asks?: true
  /** Opens the chardev without reading. */
  readonly open: readonly string[]
  /** The same for a host that sends in pieces of so many bytes, each followed by the Python statement `wait`. */
  openInPieces?(bytes: number, wait: string): readonly string[]
  /** One Python expression that reads at most that many bytes, waiting for at least one. */
  receive(bytes: number): string
  /** Python statements that write the bytes of the Python expression `bytes`. */
  send(bytes: string): readonly string[]
  readonly endWriting: readonly string[]
  readonly close: readonly string[]
  /** Only where `HostEnd` has it. */
  readonly reset?: readonly string[]
  /** Only where `HostSide` has it. */
  readonly leaveAmid?: readonly string[]
}

/** A `-chardev` kind with its three faces: QEMU's option, what a user types, the live host end. */
export interface Backend {
  /** QEMU's name for it and the mode: `unix server`. */
  readonly name: string
  /** The chardev backend that QEMU must have (`-chardev help`). */
  readonly needs: string
  /** The first QEMU that has what the options ask for, where `needs` does not imply it: `2.2.0`. */
  readonly since?: string
  /** QEMU's arguments that make the chardev `id`: `-chardev`, and what it refers to. */
  options(place: Place, id: string, target: Target): readonly string[]
  /** Where its socket or file is: a path, or HOST:PORT; null where there is none. */
  address(place: Place): string | null
  typed(place: Place): Typed
  /** Called before QEMU starts: listens or makes the FIFO where the host must be first. */
  prepare(place: Place): Promise<HostSide>
}
