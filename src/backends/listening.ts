import { createServer, type ListenOptions, type Socket } from 'node:net'
import type { HostSide } from '../model/backend.ts'
import { streamEnd } from './stream-end.ts'

/** A host side that listens before QEMU, the client, comes; each opening takes the next connection. */
export async function listening(address: ListenOptions): Promise<HostSide> {
  const waiting: Socket[] = []
  const wanted: ((socket: Socket) => void)[] = []
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, socket => {
    const next = wanted.shift()
    if (next) next(socket)
    else waiting.push(socket)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, resolve)
  })
  return {
    open: ({ signal }) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted()
        const socket = waiting.shift()
        if (socket) return resolve(streamEnd(socket))
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
        wanted.push(socket => resolve(streamEnd(socket)))
      }),
    close: () =>
      new Promise(resolve => {
        for (const socket of waiting) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
