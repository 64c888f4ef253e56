import { closeSync, readSync, writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { HostEnd } from '../../model/case/backend.ts'

/** The interval of retries on a descriptor that had nothing to read, or accepted nothing. */
const idleMs = 2
const mostBytes = 64 * 1024

/** The descriptors of a raw host end: a pty, a FIFO, a file. All are opened with O_NONBLOCK. */
interface RawLine {
  readonly input: number
  /** Opens the descriptor to write to, at the first write. Throws if the chardev cannot be written to. */
  output(): number
  /** Whether a read of 0 bytes is the end: a file may grow. */
  readonly endsWhenEmpty: boolean
}

/**
 * A host end over raw descriptors, polled with non-blocking calls. A blocking read would occupy a thread of libuv's pool
 * for ever (four of them would block the process), and Node's streams read ahead. It notices that the other side has
 * closed only while it reads.
 */
export class RawEnd implements HostEnd {
  readonly #line: RawLine
  readonly #buffer = Buffer.allocUnsafe(mostBytes)
  #output: number | null = null
  #onBytes: ((chunk: Buffer) => void) | null = null
  #ended: ((why: string) => void) | null = null
  #unschedule: (() => void) | null = null
  #closed = false

  constructor(line: RawLine) {
    this.#line = line
  }

  read(onBytes: (chunk: Buffer) => void): void {
    this.#onBytes = onBytes
    if (!this.#unschedule) this.#pumpIn(0)
  }

  pause(): void {
    this.#onBytes = null
    this.#unschedule?.()
    this.#unschedule = null
  }

  async write(bytes: Buffer): Promise<void> {
    for (let rest = bytes; rest.length > 0; ) {
      if (this.#closed) throw new Error('closed')
      this.#output ??= this.#line.output()
      const taken = attempt(this.#output, fd => writeSync(fd, rest))
      if (taken === null) await delay(idleMs)
      else rest = rest.subarray(taken)
    }
  }

  endWriting(): void {
    if (this.#output !== null && this.#output !== this.#line.input) closeSync(this.#output)
    this.#output = null
  }

  close(): void {
    if (this.#closed) return
    this.pause()
    this.#closed = true
    this.endWriting()
    closeSync(this.#line.input)
  }

  onEnd(ended: (why: string) => void): void {
    this.#ended = ended
  }

  /** A delay of 0 ms yields to other events without the 1 ms that a timer takes. */
  #pumpIn(ms: number): void {
    if (ms === 0) {
      const immediate = setImmediate(() => this.#pump())
      this.#unschedule = () => clearImmediate(immediate)
    } else {
      const timer = setTimeout(() => this.#pump(), ms)
      this.#unschedule = () => clearTimeout(timer)
    }
  }

  #pump(): void {
    this.#unschedule = null
    const waitMs = this.#take()
    if (waitMs !== null && this.#onBytes) this.#pumpIn(waitMs)
  }

  /** How long to wait for more; null at the end. */
  #take(): number | null {
    try {
      const bytes = attempt(this.#line.input, fd => readSync(fd, this.#buffer))
      if (bytes === 0 && this.#line.endsWhenEmpty) return this.#end('the other side closed')
      if (!bytes) return idleMs
      this.#onBytes?.(Buffer.from(this.#buffer.subarray(0, bytes)))
      return 0
    } catch (error) {
      // A pty whose master is closed answers EIO (Linux, n_tty_read).
      return this.#end(String(error))
    }
  }

  #end(why: string): null {
    this.#ended?.(why)
    this.#ended = null
    return null
  }
}

/** The number of bytes, or null if the call would block. */
function attempt(fd: number, call: (fd: number) => number): number | null {
  try {
    return call(fd)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return null
    throw error
  }
}
