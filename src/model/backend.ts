/** Names of files and ports that a chardev needs, given by the run (or, on paper, as a person would name them). */
export interface Place {
  /** An absolute path of at most 107 bytes (the limit of a UNIX socket's address). */
  path(name: string): string
  /** A TCP or UDP port on 127.0.0.1 that is free. */
  readonly port: number
}

/** An open host end. It reads nothing until it is told to. */
export interface HostEnd {
  /** Calls back for every chunk from now on. */
  read(onBytes: (chunk: Buffer) => void): void
  /** Stops reading; nothing more is taken from the kernel's buffer. */
  pause(): void
  close(): void
  /** Called once, when the other side closes (`ended`) or the line breaks. */
  onEnd(ended: (why: string) => void): void
}

/** The live host side of one chardev. Everything it opens is given back when the lease's signal aborts or `close` is called. */
export interface HostSide {
  /** Called once, after `prepare`, whenever the script opens the chardev. Rejects when the signal aborts. */
  open(signal: AbortSignal): Promise<HostEnd>
  /** Gives back what `prepare` took. */
  close(): Promise<void>
}

/** What a person types to play the host side, one face of a backend. */
export interface Typed {
  /** Before QEMU starts, if anything. */
  readonly prepare: readonly string[]
  /** Opens the chardev without reading. */
  readonly open: readonly string[]
  /** Reads that many bytes. */
  drain(bytes: number): readonly string[]
  readonly close: readonly string[]
}

/** A `-chardev` kind with its three faces: QEMU's option, what a person types, the live host end. */
export interface Backend {
  /** QEMU's name of it and the mode, for people: `unix server`. */
  readonly name: string
  /** The chardev backend that QEMU must have (`-chardev help`). */
  readonly needs: string
  /** The value of `-chardev`, without `id=`. */
  option(place: Place): string
  /** Where its socket is: a UNIX path, or HOST:PORT. */
  address(place: Place): string
  typed(place: Place): Typed
  /** Called before QEMU starts: listens or makes the FIFO where the host must be first. */
  prepare(place: Place): Promise<HostSide>
}
