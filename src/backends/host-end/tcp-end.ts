import type { Socket } from 'node:net'
import type { HostEnd } from '../../model/case/backend.ts'
import { streamEnd } from './stream-end.ts'

/** A host end over TCP: it can be reset, too. */
export function tcpEnd(socket: Socket): HostEnd & Required<Pick<HostEnd, 'reset'>> {
  return { ...streamEnd(socket), reset: () => void socket.resetAndDestroy() }
}

/** The host end of a socket with this address: a UNIX socket has a path, a TCP socket a port. */
export function endFor(address: { readonly port?: number | undefined }): (socket: Socket) => HostEnd {
  return address.port === undefined ? streamEnd : tcpEnd
}
