import { setTimeout as delay } from 'node:timers/promises'
import type { HostEnd } from '../../model/case/backend.ts'
import type { Pace } from '../../model/case/case.ts'
import type { Payload } from '../../model/case/payload.ts'
import { sentAtOnce } from '../../model/case/payload-chunks.ts'
import { UsageError } from '../../model/errors.ts'
import { durationMs, sizeBytes } from '../../model/value/units.ts'
import type { Journal } from '../journal.ts'
import { markOf, type QemuNumber } from '../start/qemu-of-run.ts'
import { batched } from './batched.ts'
import { Content } from './content.ts'
import { Sender } from './sender.ts'

const tailBytes = 64

/** What a peer is called, and at whose other end it is. */
interface PeerOf extends QemuNumber {
  readonly name: string
  /** The name of the port; empty for the port under test. */
  readonly port: string
  /** The size of the pieces in which it sends, if it does. */
  readonly pieceBytes?: number | undefined
  /** Whether the script has killed that QEMU, or is about to. */
  isKilled(): boolean
}

/** An open host end. Records everything that arrives in the journal. */
export class LivePeer implements Disposable {
  readonly name: string
  /** The name of the port at whose other end it is; empty for the port under test. */
  readonly port: string
  readonly #pieceBytes: number | undefined
  readonly #end: HostEnd
  readonly #journal: Journal
  readonly #signal: AbortSignal
  readonly #content = new Content()
  /** What has arrived since the mark. */
  #sinceMark: Content | null = null
  readonly #senders: Sender[] = []
  readonly #arrived = batched(bytes => {
    this.#journal.append({ kind: 'read', peer: this.name, bytes, total: this.#bytes })
  })
  /** The number of bytes that `drain` waits for. */
  #wanted = 1
  #reading = false
  /** The last bytes that have arrived. */
  #tail = ''
  #closed = false
  #ended = false

  constructor(of: PeerOf, end: HostEnd, journal: Journal, signal: AbortSignal) {
    const { name, port } = of
    this.name = name
    this.port = port
    this.#pieceBytes = of.pieceBytes
    this.#end = end
    this.#journal = journal
    this.#signal = signal
    const mark = { ...(port === '' ? {} : { port }), ...markOf(of) }
    journal.append({ kind: 'peer', peer: name, event: 'opened', ...mark })
    end.onEnd(why => {
      if (this.#closed) return
      this.#arrived.flush()
      this.#ended = true
      // `ended` would say that QEMU closed it.
      const event = of.isKilled() ? 'closed' : 'ended'
      journal.append({ kind: 'peer', peer: name, event, text: why })
    })
  }

  get isOpen(): boolean {
    return !this.#closed
  }

  get isReading(): boolean {
    return this.#reading
  }

  /** The number of bytes that have arrived since the mark. */
  get bytesSinceMark(): number {
    return this.#sinceMark?.bytes ?? 0
  }

  /** Reads everything from now on. */
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
    this.#arrived.flush()
    this.#journal.append({ kind: 'peer', peer: this.name, event: 'paused' })
  }

  /** Reads until `wanted` bytes have arrived in all; with a pace it pauses after every portion. */
  async drain(wanted: number, pace?: Pace): Promise<void> {
    this.#requireOpen()
    if (pace === undefined) return this.#readUntil(wanted)
    while (this.#content.bytes < wanted) {
      await this.#readUntil(Math.min(wanted, this.#content.bytes + sizeBytes(pace.bytes)))
      this.pause()
      await delay(durationMs(pace.every), undefined, { signal: this.#signal }).catch(() => undefined)
      this.#signal.throwIfAborted()
    }
    this.read()
  }

  /** Reads until the other side has closed. */
  async drainToEnd(): Promise<void> {
    this.#requireOpen()
    this.read()
    await this.#journal.until(['peer'], () => this.#ended, this.#signal)
  }

  /** Reads until what has arrived ends with this text, of at most `tailBytes`. */
  async drainUntil(text: string): Promise<void> {
    this.#requireOpen()
    this.read()
    await this.#journal.until(['read'], () => this.#tail.endsWith(text), this.#signal)
  }

  /** Starts to write the payload, as fast as the kernel accepts it. */
  send(payload: Payload): void {
    this.#requireOpen()
    const sender = new Sender(this.name, this.#end, this.#journal)
    this.#senders.push(sender)
    sender.send(payload, this.#signal, sentAtOnce(this.#pieceBytes))
  }

  /** Resolves when the kernel has accepted all bytes; not recorded in the journal. */
  write(bytes: Buffer): Promise<void> {
    return this.#end.write(bytes)
  }

  endWriting(): void {
    this.#requireOpen()
    this.#end.endWriting()
  }

  close(): void {
    this[Symbol.dispose]()
    this.#journal.append({ kind: 'peer', peer: this.name, event: 'closed' })
  }

  reset(): boolean {
    this.#requireOpen()
    const end = this.#end
    if (end.reset === undefined) return false
    this.#dispose(() => end.reset?.())
    this.#journal.append({ kind: 'peer', peer: this.name, event: 'closed', text: 'reset' })
    return true
  }

  /** Records a description of the received bytes, and closes. */
  finish(): void {
    this[Symbol.dispose]()
    const { name: peer } = this
    this.#journal.append({ kind: 'content', peer, ...this.#content.describe() })
    if (this.#sinceMark) {
      this.#journal.append({ kind: 'content', peer, ...this.#sinceMark.describe(), afterMarker: true })
    }
  }

  /** What arrives from now on is described separately. */
  mark(): void {
    this.#sinceMark = new Content()
  }

  /** Closes, stops the senders, and records what has arrived so far. */
  [Symbol.dispose](): void {
    this.#dispose(() => this.#end.close())
  }

  #requireOpen(): void {
    if (this.#closed)
      throw new UsageError(`expected an open peer, but the script has closed ${this.name}: open another one`)
  }

  #dispose(close: () => void): void {
    if (this.#closed) return
    this.#closed = true
    this.#reading = false
    close()
    for (const sender of this.#senders) sender[Symbol.dispose]()
    this.#arrived.flush()
  }

  get #bytes(): number {
    return this.#content.bytes + this.bytesSinceMark
  }

  async #readUntil(bytes: number): Promise<void> {
    this.#wanted = bytes
    this.read()
    await this.#journal.until(['read'], () => this.#content.bytes >= bytes, this.#signal)
  }

  #take(chunk: Buffer): void {
    if (this.#closed) return
    const before = this.#bytes
    const into = this.#sinceMark ?? this.#content
    into.push(chunk)
    if (!this.#sinceMark)
      this.#tail = (this.#tail + chunk.subarray(-tailBytes).toString('latin1')).slice(-tailBytes)
    // The first arrival is recorded at once, because a guest that it unblocks beats within a few ms; so is the awaited one.
    const isAwaited = before < this.#wanted && this.#bytes >= this.#wanted
    this.#arrived.add(chunk.length, before === 0 || isAwaited)
  }
}
