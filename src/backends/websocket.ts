import type { Backend, HostEnd, Opening, Typed } from '../model/case/backend.ts'
import { connect } from './host-end/connect.ts'
import { ExactSocket } from './host-end/exact-socket.ts'
import { hostSide } from './host-end/host-side.ts'
import { inPieces } from './host-end/in-pieces.ts'
import { tcpEnd } from './host-end/tcp-end.ts'
import { halfRequest, websocketEnd } from './host-end/websocket-end.ts'
import { hasty, pythonHasty } from './shared/hasty.ts'
import { host, pythonAddress } from './shared/loopback.ts'
import { pythonSocket } from './shared/python-socket.ts'
import { pythonWebsocket } from './shared/python-websocket.ts'
import { tcpSocket } from './tcp.ts'

/** A TCP socket chardev on which QEMU is a websocket server; QEMU has no websocket client. */
export function websocket(): Backend {
  return {
    ...tcpSocket(() => ',server=on,wait=off,websocket=on'),
    name: 'websocket server',
    since: '3.1.0',
    typed: ({ port }) => pythonHasty(typed(port), port, halfRequest),
    async prepare({ port }) {
      const side = hostSide(opening => open(port, opening))
      return hasty({ ...side, inPieces: true }, port, halfRequest)
    },
  }
}

async function open(port: number, { signal, pieces }: Opening): Promise<HostEnd> {
  const exact = new ExactSocket()
  const { socket } = exact
  await connect(socket, { host, port }, signal)
  return websocketEnd(
    {
      end: inPieces(tcpEnd(socket), socket, pieces),
      parse: parser => exact.parse(parser),
      resume: () => socket.resume(),
      pause: () => socket.pause(),
    },
    signal,
  )
}

function typed(port: number): Typed {
  const plain = pythonSocket('AF_INET', pythonAddress(port), true)
  return pythonWebsocket(plain, bytes => `sock.recv(${bytes}, socket.MSG_WAITALL)`)
}
