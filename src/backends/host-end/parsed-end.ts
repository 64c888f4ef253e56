import type { HostEnd } from '../../model/case/backend.ts'
import type { Parser } from './exact-socket.ts'

/**
 * A host end whose bytes go through a parser, which asks for pieces. It takes from the end what comes (of TLS: whole
 * records) and keeps what the parser has not asked for; while it is paused it takes nothing.
 */
export class ParsedEnd {
  readonly end: HostEnd
  #parser: Parser | null = null
  #wanted = 0
  #kept = Buffer.alloc(0)
  #reading = false

  constructor(end: HostEnd) {
    this.end = end
  }

  /** Passes what comes from now on to this parser. Reading pauses when it returns. */
  parse(parser: Parser): void {
    this.#parser = parser
    this.#want(parser.next())
  }

  resume(): void {
    if (this.#reading) return
    this.#reading = true
    this.#feed()
    if (!this.#reading) return
    this.end.read(chunk => {
      this.#kept = Buffer.concat([this.#kept, chunk])
      this.#feed()
    })
  }

  pause(): void {
    this.#reading = false
    this.end.pause()
  }

  #feed(): void {
    while (this.#reading && this.#parser !== null && this.#kept.length >= this.#wanted) {
      const piece = this.#kept.subarray(0, this.#wanted)
      this.#kept = this.#kept.subarray(this.#wanted)
      this.#want(this.#parser.next(piece))
    }
  }

  #want(step: IteratorResult<number, void>): void {
    if (step.done === true) {
      this.#parser = null
      this.pause()
    } else this.#wanted = step.value
  }
}
