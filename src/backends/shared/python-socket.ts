import type { Typed } from '../../model/case/backend.ts'

/** Closes `sock` with a reset: no time to linger (socket(7)). */
const pythonReset = [
  '>>> import struct',
  '>>> sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))',
  '>>> sock.close()',
]

/**
 * The host side of a stream socket as lines for python3, as on the wiki page. `address`: a Python expression. `server`:
 * QEMU listens.
 */
export function pythonSocket(family: 'AF_UNIX' | 'AF_INET', address: string, server: boolean): Typed {
  const start = ['$ python3', '>>> import socket']
  const sides = server
    ? {
        prepare: [],
        open: [...start, `>>> sock = socket.socket(socket.${family})`, `>>> sock.connect(${address})`],
        openInPieces: (bytes: number, wait: string) => [
          ...start,
          ...socketInPieces(bytes, wait),
          `>>> sock = InPieces(socket.${family})`,
          ...(family === 'AF_INET' ? ['>>> sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)'] : []),
          `>>> sock.connect(${address})`,
        ],
      }
    : {
        prepare: [
          ...start,
          `>>> listener = socket.socket(socket.${family})`,
          ...(family === 'AF_INET'
            ? ['>>> listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)']
            : []),
          `>>> listener.bind(${address})`,
          '>>> listener.listen()',
        ],
        open: ['>>> sock, _ = listener.accept()'],
      }
  return {
    ...sides,
    receive: bytes => `sock.recv(${bytes})`,
    send: bytes => [`>>> sock.sendall(${bytes})`],
    endWriting: ['>>> sock.shutdown(socket.SHUT_WR)'],
    close: ['>>> sock.close()'],
    ...(family === 'AF_INET' ? { reset: pythonReset } : {}),
  }
}

/** A socket that sends in pieces of so many bytes, each followed by the statement `wait`. */
function socketInPieces(bytes: number, wait: string): string[] {
  return [
    '>>> import time',
    '>>> class InPieces(socket.socket):',
    '...     def sendall(self, data):',
    `...         for at in range(0, len(data), ${bytes}):`,
    `...             super().sendall(data[at:at + ${bytes}])`,
    `...             ${wait}`,
    '...',
  ]
}
