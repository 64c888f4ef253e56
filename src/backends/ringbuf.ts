import { setTimeout as delay } from 'node:timers/promises'
import type { Backend, HostEnd, Monitor, Opening, Typed } from '../model/backend.ts'
import { deaf } from './deaf.ts'
import { hostSide } from './host-side.ts'
import { queryChardev } from './query-chardev.ts'

const askEveryMs = 50
/** What QEMU keeps when no `size=` is given, in bytes (chardev/char-ringbuf.c, qemu_chr_open_ringbuf). */
const keptBytes = 64 * 1024

/** A chardev that keeps the newest 64 KiB in QEMU's memory; the host reads them, and so empties it, over QMP. */
export function ringbuf(): Backend {
  return {
    name: 'ringbuf',
    needs: 'ringbuf',
    options: (_, id) => ['-chardev', `ringbuf,id=${id}`],
    address: () => null,
    typed: () => typed,
    prepare: async () => hostSide(open),
  }
}

async function open(opening: Opening): Promise<HostEnd> {
  const { label } = await queryChardev(opening, 'ringbuf')
  return new RingbufEnd(opening.monitor, label)
}

class RingbufEnd implements HostEnd {
  readonly #monitor: Monitor
  readonly #label: string
  #onBytes: ((chunk: Buffer) => void) | null = null
  #ended: ((why: string) => void) | null = null
  /** Taken from QEMU for a reader that had paused when the answer came. */
  #left: Buffer = Buffer.alloc(0)
  #asking = false

  constructor(monitor: Monitor, label: string) {
    this.#monitor = monitor
    this.#label = label
  }

  read(onBytes: (chunk: Buffer) => void): void {
    this.#onBytes = onBytes
    if (!this.#asking) void this.#ask()
  }

  pause(): void {
    this.#onBytes = null
  }

  async write(): Promise<void> {
    deaf('ringbuf')
  }

  endWriting(): void {}

  close(): void {
    this.pause()
  }

  onEnd(ended: (why: string) => void): void {
    this.#ended = ended
  }

  async #ask(): Promise<void> {
    this.#asking = true
    try {
      while (this.#onBytes) {
        if (this.#left.length === 0) this.#left = await this.#taken()
        if (this.#left.length > 0) this.#give()
        else await delay(askEveryMs)
      }
    } catch (error) {
      this.#ended?.(String(error))
      this.#ended = null
    } finally {
      this.#asking = false
    }
  }

  /** What QEMU had, which has it no more. */
  async #taken(): Promise<Buffer> {
    const wanted = { device: this.#label, size: keptBytes, format: 'base64' }
    return Buffer.from(String(await this.#monitor.execute('ringbuf-read', wanted)), 'base64')
  }

  #give(): void {
    const bytes = this.#left
    if (!this.#onBytes) return
    this.#left = Buffer.alloc(0)
    this.#onBytes(bytes)
  }
}

const typed: Typed = {
  prepare: [],
  asks: true,
  open: [
    '>>> import base64, time',
    '>>> sock = next(c["label"] for c in ask("query-chardev") if c["filename"] == "ringbuf")',
    '>>> def receive(size):',
    '...     while not (text := ask("ringbuf-read", device=sock, size=size, format="base64")):',
    '...         time.sleep(0.05)',
    '...     return base64.b64decode(text)',
    '...',
  ],
  receive: bytes => `receive(${bytes})`,
  send: () => deaf('ringbuf'),
  endWriting: [],
  close: [],
}
