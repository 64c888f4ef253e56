import { createServer, type ListenOptions, type Socket } from 'node:net'
import type { HostSide } from '../../model/case/backend.ts'
import { event } from './event.ts'
import { hostSide } from './host-side.ts'
import { endFor } from './tcp-end.ts'

/**
 * A host side like `nc -l`: each opening listens, accepts one connection, and stops listening. In between, a QEMU that
 * reconnects is refused.
 */
export function listeningOnce(address: ListenOptions): HostSide {
  return hostSide(async ({ signal }) => {
    signal.throwIfAborted()
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }).listen(address)
    try {
      return endFor(address)((await event(server, 'connection', signal)) as Socket)
    } finally {
      server.close()
    }
  })
}
