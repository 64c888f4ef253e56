import { setTimeout as delay } from 'node:timers/promises'
import type { Backend, HostEnd, Monitor, Opening, Typed } from '../model/case/backend.ts'
import { hostSide } from './host-end/host-side.ts'
import { receiveOnly } from './host-end/receive-only.ts'
import { queryChardev } from './shared/query-chardev.ts'

const askEveryMs = 50
/** QEMU's default for `size=`, in bytes (chardev/char-ringbuf.c, qemu_chr_open_ringbuf). */
const keptBytes = 64 * 1024

/** A chardev that keeps the newest 64 KiB in QEMU's memory. The host reads, and thereby removes, them over QMP. */
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
  return ringbufEnd(opening.monitor, label)
}

function ringbufEnd(monitor: Monitor, label: string): HostEnd {
  let onBytes: ((chunk: Buffer) => void) | null = null
  let ended: ((why: string) => void) | null = null
  /** Bytes that QEMU has returned, and no longer has, for a reader that was paused when the answer arrived. */
  let left = Buffer.alloc(0)
  let asking = false
  const ask = async () => {
    asking = true
    try {
      while (onBytes) {
        const bytes = left.length === 0 ? await taken(monitor, label) : left
        left = onBytes === null ? bytes : Buffer.alloc(0)
        if (bytes.length === 0) await delay(askEveryMs)
        else onBytes?.(bytes)
      }
    } catch (error) {
      ended?.(String(error))
      ended = null
    } finally {
      asking = false
    }
  }
  const pause = () => {
    onBytes = null
  }
  return {
    read(callback) {
      onBytes = callback
      if (!asking) void ask()
    },
    pause,
    write: async () => receiveOnly('ringbuf'),
    endWriting() {},
    close: pause,
    onEnd(callback) {
      ended = callback
    },
  }
}

async function taken(monitor: Monitor, label: string): Promise<Buffer<ArrayBuffer>> {
  const wanted = { device: label, size: keptBytes, format: 'base64' }
  return Buffer.from(String(await monitor.execute('ringbuf-read', wanted)), 'base64')
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
  send: () => receiveOnly('ringbuf'),
  endWriting: [],
  close: [],
}
