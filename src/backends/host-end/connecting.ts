import { Socket, type SocketConnectOpts } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { HostSide } from '../../model/case/backend.ts'
import { connect } from './connect.ts'
import { hostSide } from './host-side.ts'
import { inPieces } from './in-pieces.ts'
import { endFor } from './tcp-end.ts'

const betweenMs = 50

/** A host side that connects to a socket on which QEMU listens; each opening is a new connection. */
export function connecting(address: SocketConnectOpts): HostSide {
  const end = endFor('port' in address ? address : {})
  const side = hostSide(async ({ signal, pieces }) => {
    for (;;) {
      const socket = new Socket({ allowHalfOpen: true })
      // Before it is connected: see stream-end.ts.
      socket.pause()
      try {
        await connect(socket, address, signal)
        return inPieces(end(socket), socket, pieces)
      } catch (error) {
        if (!isFull(error)) throw error
      }
      await delay(betweenMs, null, { signal })
    }
  })
  return { ...side, inPieces: true }
}

/** The backlog of a UNIX socket is full: a blocking connect(2) would wait, Node's fails at once. */
function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN'
}
