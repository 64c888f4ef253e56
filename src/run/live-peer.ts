import type { HostEnd } from '../model/backend.ts'
import type { Peer } from '../model/case.ts'
import { type Size, sizeBytes } from '../model/units.ts'
import { Content } from './content.ts'
import type { Journal } from './journal.ts'

/** Arrivals are written down together, at most this often. */
const writeEveryMs = 50

/** One open host end, with all that arrives at it put into the journal. */
export class LivePeer implements Peer {
  readonly #name: string
  readonly #end: HostEnd
  readonly #journal: Journal
  readonly #signal: AbortSignal
  readonly #content = new Content()
  #unwritten = 0
  #reading = false
  #closed = false
  #timer: NodeJS.Timeout | null = null

  constructor(name: string, end: HostEnd, journal: Journal, signal: AbortSignal) {
    this.#name = name
    this.#end = end
    this.#journal = journal
    this.#signal = signal
    journal.append({ kind: 'peer', peer: name, event: 'opened' })
    end.onEnd(why => {
      if (this.#closed) return
      this.#write()
      journal.append({ kind: 'peer', peer: name, event: 'ended', text: why })
    })
  }

  /** Reads from now on, whatever comes. */
  read(): void {
    if (this.#reading) return
    this.#reading = true
    this.#journal.append({ kind: 'peer', peer: this.#name, event: 'reading' })
    this.#end.read(chunk => {
      this.#content.push(chunk)
      const isFirst = this.#content.bytes === chunk.length
      this.#unwritten += chunk.length
      // The first arrival is written at once: a guest that it revives beats within a few ms.
      if (isFirst) this.#write()
      else this.#timer ??= setTimeout(() => this.#write(), writeEveryMs)
    })
  }

  async drain(bytes: Size): Promise<void> {
    const wanted = sizeBytes(bytes)
    this.read()
    await this.#journal.until(
      ['read'],
      () => (this.#content.bytes >= wanted ? true : undefined),
      this.#signal,
    )
  }

  close(): Promise<void> {
    this.#shut()
    this.#journal.append({ kind: 'peer', peer: this.#name, event: 'closed' })
    return Promise.resolve()
  }

  /** Writes down what the received bytes look like, and closes. */
  finish(): void {
    this.#shut()
    this.#journal.append({ kind: 'content', peer: this.#name, ...this.#content.describe() })
  }

  #shut(): void {
    this.#write()
    this.#closed = true
    this.#end.close()
  }

  #write(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#unwritten === 0) return
    const bytes = this.#unwritten
    this.#unwritten = 0
    this.#journal.append({ kind: 'read', peer: this.#name, bytes, total: this.#content.bytes })
  }
}
