import { type OnReadOpts, Socket } from 'node:net'

/** A parser of a stream: each `yield` names how many bytes it wants next, and gets exactly these. */
export type Parser = Generator<number, void, Buffer>

/**
 * A socket to connect that takes from the kernel exactly what its parser wants, and nothing while it is paused, as it
 * is at first, or has no parser. Node's own streams read up to 65,536 bytes more than anybody wanted, and one chunk
 * more after `pause`; with `onread` they read into a buffer of ours and stop at once when told so.
 */
export class ExactSocket {
  readonly socket: Socket
  #parser: Parser | null = null
  /** What the parser wants next, as far as it has come. */
  #piece = Buffer.alloc(0)
  #filled = 0

  constructor() {
    const onread: OnReadOpts = {
      buffer: () => this.#room(),
      callback: (bytes, room) => this.#take(room.subarray(0, bytes)),
    }
    // By a name: the types know `onread` of net.connect alone, which hands it on to this constructor.
    const options = { allowHalfOpen: true, onread }
    this.socket = new Socket(options)
    this.socket.pause()
  }

  /** Gives what comes from now on to this parser. When it returns, reading pauses. */
  parse(parser: Parser): void {
    this.#parser = parser
    this.#want(parser.next())
  }

  /** What Node may read into: asked for after each read, so that it must suit even a parser that comes later. */
  #room(): Buffer {
    return Buffer.allocUnsafe(this.#parser === null ? 1 : this.#piece.length - this.#filled)
  }

  /** Whether to read on. */
  #take(bytes: Uint8Array): boolean {
    this.#piece.set(bytes, this.#filled)
    this.#filled += bytes.length
    if (this.#filled === this.#piece.length) this.#want(this.#parser?.next(this.#piece))
    return !this.socket.isPaused()
  }

  #want(step: IteratorResult<number, void> | undefined): void {
    let next = step
    while (next?.done === false && next.value === 0) next = this.#parser?.next(Buffer.alloc(0))
    this.#filled = 0
    this.#piece = Buffer.allocUnsafe(next?.done === false ? next.value : 0)
    if (next?.done !== true) return
    this.#parser = null
    this.socket.pause()
  }
}
