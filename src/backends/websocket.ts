import type { Backend, HostEnd, Typed } from '../model/case/backend.ts'
import { connect } from './host-end/connect.ts'
import { ExactSocket } from './host-end/exact-socket.ts'
import { hostSide } from './host-end/host-side.ts'
import { tcpEnd } from './host-end/tcp-end.ts'
import { halfRequest, websocketEnd } from './host-end/websocket-end.ts'
import { hasty, pythonHasty } from './shared/hasty.ts'
import { host, pythonAddress } from './shared/loopback.ts'
import { pythonReset } from './shared/python-socket.ts'
import { pythonWebsocket } from './shared/python-websocket.ts'
import { tcpSocket } from './tcp.ts'

/** A TCP socket chardev on which QEMU is a websocket server; QEMU has no websocket client. */
export function websocket(): Backend {
  return {
    ...tcpSocket(() => ',server=on,wait=off,websocket=on'),
    name: 'websocket server',
    since: '3.1.0',
    typed: ({ port }) => pythonHasty(typed(port), port, halfRequest),
    prepare: async ({ port }) =>
      hasty(
        hostSide(({ signal }) => open(port, signal)),
        port,
        halfRequest,
      ),
  }
}

async function open(port: number, signal: AbortSignal): Promise<HostEnd> {
  const exact = new ExactSocket()
  const { socket } = exact
  await connect(socket, { host, port }, signal)
  return websocketEnd(
    {
      end: tcpEnd(socket),
      parse: parser => exact.parse(parser),
      resume: () => socket.resume(),
      pause: () => socket.pause(),
    },
    signal,
  )
}

function typed(port: number): Typed {
  const plain: Typed = {
    prepare: [],
    open: ['$ python3', '>>> import socket', `>>> sock = socket.create_connection(${pythonAddress(port)})`],
    receive: bytes => `sock.recv(${bytes})`,
    send: bytes => [`>>> sock.sendall(${bytes})`],
    endWriting: ['>>> sock.shutdown(socket.SHUT_WR)'],
    close: ['>>> sock.close()'],
    reset: pythonReset,
  }
  return pythonWebsocket(plain, bytes => `sock.recv(${bytes}, socket.MSG_WAITALL)`)
}
