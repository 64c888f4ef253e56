import type { Typed } from '../../model/case/backend.ts'
import { request } from '../host-end/websocket-end.ts'
import { andThen } from './and-then.ts'

/** A websocket over an open `sock`, in Python. `whole`: the expression that reads so many bytes from it, not fewer. */
export function pythonWebsocket(over: Typed, whole: (bytes: string) => string): Typed {
  const shaken = [
    `>>> sock.sendall(b"${request.join('\\r\\n')}")`,
    '>>> head = b""',
    '>>> while not head.endswith(b"\\r\\n\\r\\n"):',
    '...     head += sock.recv(1)',
    '...',
    '>>> def frame(sock):',
    `...     size = ${whole('2')}[1]`,
    '...     if size > 125:',
    `...         size = int.from_bytes(${whole('2 if size == 126 else 8')}, "big")`,
    `...     return ${whole('size')}`,
    '...',
  ]
  return {
    ...andThen(over, shaken),
    receive: () => 'frame(sock)',
    send: bytes => [
      `>>> payload = ${bytes}`,
      '>>> sock.sendall(b"\\x82\\xff" + len(payload).to_bytes(8, "big") + bytes(4) + payload)',
    ],
  }
}
