import { Socket, type SocketConnectOpts } from 'node:net'
import type { HostEnd, HostSide } from '../model/backend.ts'
import { streamEnd } from './stream-end.ts'

/** A host side that connects to a socket on which QEMU listens; each opening is a new connection. */
export function connecting(address: SocketConnectOpts): HostSide {
  return { open: ({ signal }) => connect(address, signal), close: () => Promise.resolve() }
}

function connect(address: SocketConnectOpts, signal: AbortSignal): Promise<HostEnd> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const socket = new Socket({ allowHalfOpen: true })
    const giveUp = () => {
      socket.destroy()
      reject(signal.reason)
    }
    signal.addEventListener('abort', giveUp, { once: true })
    // Before it is connected: see stream-end.ts.
    socket.pause()
    socket.once('error', reject)
    socket.connect(address, () => {
      signal.removeEventListener('abort', giveUp)
      socket.off('error', reject)
      resolve(streamEnd(socket))
    })
  })
}
