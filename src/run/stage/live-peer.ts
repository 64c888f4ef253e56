import { setTimeout as delay } from 'node:timers/promises'
import type { HostEnd } from '../../model/case/backend.ts'
import type { Pace } from '../../model/case/case.ts'
import type { Payload } from '../../model/case/payload.ts'
import { durationMs, sizeBytes } from '../../model/value/units.ts'
import type { Journal } from '../journal.ts'
import { Content } from './content.ts'
import { Sender } from './sender.ts'

/** Arrivals are written down together, at most this often. */
const writeEveryMs = 50

/** One open host end, with all that arrives at it put into the journal. */
export class LivePeer implements Disposable {
  readonly name: string
  readonly #end: HostEnd
  readonly #journal: Journal
  readonly #signal: AbortSignal
  readonly #content = new Content()
  /** What has come since the mark. */
  #sinceMark: Content | null = null
  readonly #senders: Sender[] = []
  #unwritten = 0
  /** Arrivals are written down as soon as so many bytes are there. */
  #wanted = 1
  #reading = false
  #closed = false
  #timer: NodeJS.Timeout | null = null

  constructor(name: string, end: HostEnd, journal: Journal, signal: AbortSignal) {
    this.name = name
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

  get isOpen(): boolean {
    return !this.#closed
  }

  get isReading(): boolean {
    return this.#reading
  }

  /** How many bytes have come since the mark. */
  get bytesSinceMark(): number {
    return this.#sinceMark?.bytes ?? 0
  }

  /** Reads from now on, whatever comes. */
  read(): void {
    if (this.#reading || this.#closed) return
    this.#reading = true
    this.#journal.append({ kind: 'peer', peer: this.name, event: 'reading' })
    this.#end.read(chunk => this.#take(chunk))
  }

  pause(): void {
    if (!this.#reading) return
    this.#reading = false
    this.#end.pause()
    this.#write()
    this.#journal.append({ kind: 'peer', peer: this.name, event: 'paused' })
  }

  /** Reads until so many bytes are there in all; with a pace it pauses after every portion. */
  async drain(wanted: number, pace?: Pace): Promise<void> {
    if (pace === undefined) return this.#readUntil(wanted)
    while (this.#content.bytes < wanted) {
      await this.#readUntil(Math.min(wanted, this.#content.bytes + sizeBytes(pace.bytes)))
      this.pause()
      await delay(durationMs(pace.every), undefined, { signal: this.#signal }).catch(() => undefined)
      this.#signal.throwIfAborted()
    }
    this.read()
  }

  /** Begins to write the payload, as fast as it is taken. */
  send(payload: Payload): void {
    const sender = new Sender(this.name, this.#end, this.#journal)
    this.#senders.push(sender)
    sender.send(payload, this.#signal)
  }

  /** Resolves when the kernel has taken all of it; the journal does not show it. */
  write(bytes: Buffer): Promise<void> {
    return this.#end.write(bytes)
  }

  endWriting(): void {
    this.#end.endWriting()
  }

  close(): void {
    this[Symbol.dispose]()
    this.#journal.append({ kind: 'peer', peer: this.name, event: 'closed' })
  }

  /** Writes down what the received bytes look like, and closes. */
  finish(): void {
    this[Symbol.dispose]()
    const { name: peer } = this
    this.#journal.append({ kind: 'content', peer, ...this.#content.describe() })
    if (this.#sinceMark) {
      this.#journal.append({ kind: 'content', peer, ...this.#sinceMark.describe(), afterMarker: true })
    }
  }

  /** What comes from now on is described by itself. */
  mark(): void {
    this.#sinceMark = new Content()
  }

  /** Writes down what has passed so far, and ends all that it does: from then on nothing comes from it. */
  [Symbol.dispose](): void {
    if (this.#closed) return
    this.#closed = true
    this.#reading = false
    this.#end.close()
    for (const sender of this.#senders) sender[Symbol.dispose]()
    this.#write()
  }

  get #bytes(): number {
    return this.#content.bytes + this.bytesSinceMark
  }

  async #readUntil(bytes: number): Promise<void> {
    this.#wanted = bytes
    this.read()
    const there = () => (this.#content.bytes >= bytes ? true : undefined)
    await this.#journal.until(['read'], there, this.#signal)
  }

  #take(chunk: Buffer): void {
    if (this.#closed) return
    const before = this.#bytes
    const into = this.#sinceMark ?? this.#content
    into.push(chunk)
    this.#unwritten += chunk.length
    // The first arrival is written at once, a guest that it revives beats within a few ms; so is the one waited for.
    const isAwaited = before < this.#wanted && this.#bytes >= this.#wanted
    if (before === 0 || isAwaited) this.#write()
    else this.#timer ??= setTimeout(() => this.#write(), writeEveryMs)
  }

  #write(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#unwritten === 0) return
    const bytes = this.#unwritten
    this.#unwritten = 0
    this.#journal.append({ kind: 'read', peer: this.name, bytes, total: this.#bytes })
  }
}
