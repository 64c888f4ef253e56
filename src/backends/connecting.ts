import { Socket, type SocketConnectOpts } from 'node:net'
import type { HostSide } from '../model/backend.ts'
import { connect } from './connect.ts'
import { hostSide } from './host-side.ts'
import { streamEnd } from './stream-end.ts'

/** A host side that connects to a socket on which QEMU listens; each opening is a new connection. */
export function connecting(address: SocketConnectOpts): HostSide {
  return hostSide(async ({ signal }) => {
    const socket = new Socket({ allowHalfOpen: true })
    // Before it is connected: see stream-end.ts.
    socket.pause()
    await connect(socket, address, signal)
    return streamEnd(socket)
  })
}
