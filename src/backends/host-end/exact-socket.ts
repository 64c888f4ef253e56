import { type OnReadOpts, Socket } from 'node:net'

/** A parser of a stream: each `yield` asks for a number of bytes and gets exactly that many. */
export type Parser = Generator<number, void, Buffer>

/**
 * An unconnected socket that reads from the kernel exactly what its parser asks for, and nothing while it is paused (as
 * it is at first) or has no parser. Node's streams read up to 65,536 bytes ahead, and one more chunk after `pause`; with
 * `onread` they read into our buffer and stop at once when told to.
 */
export class ExactSocket {
  readonly socket: Socket
  #parser: Parser | null = null
  /** The bytes that the parser has asked for, as far as they have arrived. */
  #piece = Buffer.alloc(0)
  #filled = 0

  constructor() {
    const onread: OnReadOpts = {
      buffer: () => this.#room(),
      callback: (bytes, room) => this.#take(room.subarray(0, bytes)),
    }
    // In a variable, because the types have `onread` only for net.connect, which passes it to this constructor.
    const options = { allowHalfOpen: true, onread }
    this.socket = new Socket(options)
    this.socket.pause()
  }

  /** Passes what arrives from now on to this parser. Reading pauses when it returns. */
  parse(parser: Parser): void {
    this.#parser = parser
    this.#want(parser.next())
  }

  /** The buffer that Node reads into. Node asks for it after each read, so it must suit a later parser, too. */
  #room(): Buffer {
    return Buffer.allocUnsafe(this.#parser === null ? 1 : this.#piece.length - this.#filled)
  }

  /** Whether to keep reading. */
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
