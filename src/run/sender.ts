import type { HostEnd } from '../model/backend.ts'
import type { Payload } from '../model/payload.ts'
import type { Journal } from './journal.ts'
import { payloadChunks } from './payload-chunks.ts'

const writeEveryMs = 50

/** Sends a payload over a host end, and writes down how much of it the kernel has taken. */
export class Sender {
  readonly #peer: string
  readonly #end: HostEnd
  readonly #journal: Journal

  constructor(peer: string, end: HostEnd, journal: Journal) {
    this.#peer = peer
    this.#end = end
    this.#journal = journal
  }

  /** Begins, and does not wait. A line that breaks is written down as the peer's failure. */
  send(payload: Payload, signal: AbortSignal): void {
    this.#sendAll(payload, signal).catch(error => {
      if (signal.aborted) return
      this.#journal.append({ kind: 'peer', peer: this.#peer, event: 'failed', text: String(error) })
    })
  }

  async #sendAll(payload: Payload, signal: AbortSignal): Promise<void> {
    let total = 0
    let unwritten = 0
    let wroteMs = Number.NEGATIVE_INFINITY
    this.#journal.append({ kind: 'sent', peer: this.#peer, bytes: 0, total: 0, of: payload.bytes })
    for (const chunk of payloadChunks(payload)) {
      await this.#end.write(chunk)
      if (signal.aborted) return
      total += chunk.length
      unwritten += chunk.length
      if (total < payload.bytes && this.#journal.now() < wroteMs + writeEveryMs) continue
      this.#journal.append({ kind: 'sent', peer: this.#peer, bytes: unwritten, total, of: payload.bytes })
      wroteMs = this.#journal.now()
      unwritten = 0
    }
  }
}
