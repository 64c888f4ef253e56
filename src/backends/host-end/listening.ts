import { once } from 'node:events'
import { createServer, type ListenOptions, type Socket } from 'node:net'
import type { HostSide } from '../../model/case/backend.ts'
import { event } from './event.ts'
import { hostSide } from './host-side.ts'
import { endFor } from './tcp-end.ts'

/** A host side that listens before QEMU, the client, starts; each opening takes the next connection. */
export async function listening(address: ListenOptions): Promise<HostSide> {
  const waiting: Socket[] = []
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, socket => waiting.push(socket))
  server.listen(address)
  await once(server, 'listening')
  return hostSide(
    async ({ signal }) => {
      for (;;) {
        signal.throwIfAborted()
        const socket = waiting.shift()
        if (socket) return endFor(address)(socket)
        await event(server, 'connection', signal)
      }
    },
    () => {
      for (const socket of waiting) socket.destroy()
      server.close()
      return once(server, 'close')
    },
  )
}
