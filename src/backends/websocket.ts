import type { Backend, HostEnd, Typed } from '../model/case/backend.ts'
import { InfraError } from '../model/errors.ts'
import { connect } from './host-end/connect.ts'
import { ExactSocket } from './host-end/exact-socket.ts'
import { hostSide } from './host-end/host-side.ts'
import { tcpEnd } from './host-end/tcp-end.ts'
import { frame, frames, httpHead } from './host-end/websocket-parser.ts'
import { host, pythonAddress } from './shared/loopback.ts'
import { pythonReset } from './shared/python-socket.ts'
import { tcpSocket } from './tcp.ts'

/** The handshake that QEMU expects (io/channel-websock.c); the key may be any 16 bytes, in base64. */
const request = [
  'GET / HTTP/1.1',
  `Host: ${host}`,
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
  'Sec-WebSocket-Protocol: binary',
  '',
  '',
]

/** A TCP socket chardev on which QEMU is a websocket server; QEMU has no websocket client. */
export function websocket(): Backend {
  return {
    ...tcpSocket(',server=on,wait=off,websocket=on'),
    name: 'websocket server',
    since: '3.1.0',
    typed: place => typed(place.port),
    prepare: async ({ port }) => hostSide(({ signal }) => open(port, signal)),
  }
}

async function open(port: number, signal: AbortSignal): Promise<HostEnd> {
  const exact = new ExactSocket()
  await connect(exact.socket, { host, port }, signal)
  const end = tcpEnd(exact.socket)
  try {
    await shakeHands(exact, end, signal)
  } catch (error) {
    end.close()
    throw error
  }
  let take: (data: Buffer) => void = () => undefined
  exact.parse(frames(data => take(data)))
  return {
    ...end,
    read(onBytes) {
      take = onBytes
      exact.socket.resume()
    },
    write: bytes => end.write(frame(bytes)),
  }
}

/** Reads QEMU's answer and nothing after it. Throws InfraError for an unexpected answer. */
async function shakeHands(exact: ExactSocket, end: HostEnd, signal: AbortSignal): Promise<void> {
  const answered = new Promise<string>((resolve, reject) => {
    exact.parse(httpHead(resolve))
    end.onEnd(why => reject(new InfraError(`QEMU ended the websocket handshake: ${why}`)))
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  exact.socket.resume()
  exact.socket.write(request.join('\r\n'))
  const head = await answered
  if (!/^HTTP\/1\.1 101 /.test(head)) {
    throw new InfraError(`expected QEMU to speak websocket, but it answered '${head.split('\r\n', 1)[0]}'`)
  }
}

function typed(port: number): Typed {
  return {
    prepare: [],
    open: [
      '$ python3',
      '>>> import socket',
      `>>> sock = socket.create_connection(${pythonAddress(port)})`,
      `>>> sock.sendall(b"${request.join('\\r\\n')}")`,
      '>>> head = b""',
      '>>> while not head.endswith(b"\\r\\n\\r\\n"):',
      '...     head += sock.recv(1)',
      '...',
      '>>> def frame(sock):',
      '...     size = sock.recv(2, socket.MSG_WAITALL)[1]',
      '...     if size > 125:',
      '...         size = int.from_bytes(sock.recv(2 if size == 126 else 8, socket.MSG_WAITALL), "big")',
      '...     return sock.recv(size, socket.MSG_WAITALL)',
      '...',
    ],
    receive: () => 'frame(sock)',
    send: bytes => [
      `>>> payload = ${bytes}`,
      '>>> sock.sendall(b"\\x82\\xff" + len(payload).to_bytes(8, "big") + bytes(4) + payload)',
    ],
    endWriting: ['>>> sock.shutdown(socket.SHUT_WR)'],
    close: ['>>> sock.close()'],
    reset: pythonReset,
  }
}
