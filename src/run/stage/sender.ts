import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import type { HostEnd } from '../../model/case/backend.ts'
import type { Payload } from '../../model/case/payload.ts'
import { payloadChunks, sentAtOnce } from '../../model/case/payload-chunks.ts'
import type { Journal } from '../journal.ts'
import { batched } from './batched.ts'

/** Sends a payload over a host end, and records how much of it the kernel has accepted. */
export class Sender implements Disposable {
  readonly #peer: string
  readonly #end: HostEnd
  readonly #journal: Journal
  #of = 0
  #total = 0
  #isOver = false
  readonly #accepted = batched(bytes => this.#append(bytes))

  constructor(peer: string, end: HostEnd, journal: Journal) {
    this.#peer = peer
    this.#end = end
    this.#journal = journal
  }

  /** Starts to send, so many bytes at a time, and does not wait. A broken connection is recorded as the peer's failure. */
  send(payload: Payload, signal: AbortSignal, atOnce = sentAtOnce()): void {
    this.#of = payload.bytes
    this.#sendAll(chunks(payload, atOnce), signal).catch(error => {
      if (signal.aborted || this.#isOver) return
      this.#journal.append({ kind: 'peer', peer: this.#peer, event: 'failed', text: String(error) })
    })
  }

  /** Records what has been accepted so far, and stops. */
  [Symbol.dispose](): void {
    this.#isOver = true
    this.#accepted.flush()
  }

  async #sendAll(chunks: Iterable<Buffer>, signal: AbortSignal): Promise<void> {
    this.#append(0)
    for (const chunk of chunks) {
      await this.#end.write(chunk)
      // A write that the kernel accepts at once resolves before the event loop continues: with a peer that accepts
      // everything, the host would process no other events for a second, the guest's beats included.
      await yieldToEventLoop()
      if (this.#isOver) return
      if (signal.aborted) break
      this.#total += chunk.length
      this.#accepted.add(chunk.length, this.#total === this.#of)
    }
    this.#accepted.flush()
  }

  #append(bytes: number): void {
    this.#journal.append({ kind: 'sent', peer: this.#peer, bytes, total: this.#total, of: this.#of })
  }
}

function* chunks(payload: Payload, most: number): Generator<Buffer> {
  for (const chunk of payloadChunks(payload))
    for (let at = 0; at < chunk.length; at += most) yield chunk.subarray(at, at + most)
}
