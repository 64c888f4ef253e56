import { setImmediate as turn } from 'node:timers/promises'
import type { HostEnd } from '../../model/case/backend.ts'
import type { Payload } from '../../model/case/payload.ts'
import { payloadChunks } from '../../model/case/payload-chunks.ts'
import type { Journal } from '../journal.ts'

const writeEveryMs = 50

/** Sends a payload over a host end, and writes down how much of it the kernel has taken. */
export class Sender implements Disposable {
  readonly #peer: string
  readonly #end: HostEnd
  readonly #journal: Journal
  #of = 0
  #total = 0
  #unwritten = 0
  #timer: NodeJS.Timeout | null = null
  #isOver = false

  constructor(peer: string, end: HostEnd, journal: Journal) {
    this.#peer = peer
    this.#end = end
    this.#journal = journal
  }

  /** Begins, and does not wait. A line that breaks is written down as the peer's failure. */
  send(payload: Payload, signal: AbortSignal): void {
    this.#of = payload.bytes
    this.#sendAll(payload, signal).catch(error => {
      if (signal.aborted || this.#isOver) return
      this.#journal.append({ kind: 'peer', peer: this.#peer, event: 'failed', text: String(error) })
    })
  }

  /** Writes down what has been taken so far, and does nothing from then on. */
  [Symbol.dispose](): void {
    this.#isOver = true
    this.#write()
  }

  async #sendAll(payload: Payload, signal: AbortSignal): Promise<void> {
    this.#append(0)
    for (const chunk of payloadChunks(payload)) {
      await this.#end.write(chunk)
      // A write that the kernel takes at once is done before anything else has its turn: a peer that takes all would
      // make the host deaf for a second, to the guest's beats too.
      await turn()
      if (this.#isOver) return
      if (signal.aborted) break
      this.#unwritten += chunk.length
      if (this.#total + this.#unwritten === payload.bytes) this.#write()
      else this.#timer ??= setTimeout(() => this.#write(), writeEveryMs)
    }
    this.#write()
  }

  #write(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#unwritten === 0) return
    const bytes = this.#unwritten
    this.#unwritten = 0
    this.#total += bytes
    this.#append(bytes)
  }

  #append(bytes: number): void {
    this.#journal.append({ kind: 'sent', peer: this.#peer, bytes, total: this.#total, of: this.#of })
  }
}
