import type { Typed } from '../../model/case/backend.ts'

/** TLS over a plain socket, in Python, with the authority's certificate in a file. */
export function pythonTls(
  plain: Typed,
  authority: string,
): Pick<Typed, 'open' | 'openInPieces' | 'endWriting'> {
  const { openInPieces } = plain
  const context = ['>>> import ssl', `>>> context = ssl.create_default_context(cafile="${authority}")`]
  return {
    open: [...plain.open, ...context, '>>> sock = context.wrap_socket(sock, server_hostname="localhost")'],
    ...(openInPieces && {
      openInPieces: (bytes, wait) => [
        ...openInPieces(bytes, wait),
        ...context,
        ...tlsOverMemory,
        '>>> sock = Tls(sock)',
      ],
    }),
    endWriting: ['>>> sock = sock.unwrap()'],
  }
}

/** An SSLSocket writes to the descriptor, past the class that sends in pieces. This one writes to memory. */
const tlsOverMemory = [
  '>>> class Tls:',
  '...     def __init__(self, wire):',
  '...         self.wire, self.received, self.to_send = wire, ssl.MemoryBIO(), ssl.MemoryBIO()',
  '...         self.tls = context.wrap_bio(self.received, self.to_send, server_hostname="localhost")',
  '...         self.run(self.tls.do_handshake)',
  '...     def run(self, step, *given):',
  '...         while True:',
  '...             try:',
  '...                 return step(*given)',
  '...             except ssl.SSLWantReadError:',
  '...                 pass',
  '...             finally:',
  '...                 self.wire.sendall(self.to_send.read())',
  '...             more = self.wire.recv(65536)',
  '...             self.received.write(more) if more else self.received.write_eof()',
  '...     def recv(self, size):',
  '...         try:',
  '...             return self.run(self.tls.read, size)',
  '...         except (ssl.SSLEOFError, ssl.SSLZeroReturnError):',
  '...             return b""',
  '...     def sendall(self, data):',
  '...         while data:',
  '...             data = data[self.run(self.tls.write, data):]',
  '...     def unwrap(self):',
  '...         return self.run(self.tls.unwrap) or self.wire',
  '...     def __getattr__(self, name):',
  '...         return getattr(self.wire, name)',
  '...',
]
