import { createServer, type ListenOptions, type Socket } from 'node:net'
import type { HostSide } from '../../model/case/backend.ts'
import { hostSide } from './host-side.ts'
import { streamEnd } from './stream-end.ts'

/**
 * A host side as `nc -l` is one: each opening listens, takes one connection, and listens no more. A QEMU that
 * reconnects finds nobody in between.
 */
export function listeningAnew(address: ListenOptions): HostSide {
  return hostSide(async ({ signal }) => streamEnd(await nextConnection(address, signal)))
}

function nextConnection(address: ListenOptions, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, socket => {
      signal.removeEventListener('abort', giveUp)
      server.close()
      resolve(socket)
    })
    const giveUp = () => {
      server.close()
      reject(signal.reason)
    }
    signal.addEventListener('abort', giveUp, { once: true })
    server.once('error', reject)
    server.listen(address)
  })
}
