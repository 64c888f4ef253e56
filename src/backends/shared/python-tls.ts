import type { Typed } from '../../model/case/backend.ts'

/** TLS over a socket that is typed, with the certificate of the authority in a file. */
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

/** An SSLSocket writes to the descriptor itself, so a class that sends in pieces needs TLS that writes to memory. */
const tlsOverMemory = [
  '>>> class Tls:',
  '...     def __init__(self, wire):',
  '...         self.wire, self.come, self.go = wire, ssl.MemoryBIO(), ssl.MemoryBIO()',
  '...         self.tls = context.wrap_bio(self.come, self.go, server_hostname="localhost")',
  '...         self.play(self.tls.do_handshake)',
  '...     def play(self, step, *given):',
  '...         while True:',
  '...             try:',
  '...                 return step(*given)',
  '...             except ssl.SSLWantReadError:',
  '...                 pass',
  '...             finally:',
  '...                 self.wire.sendall(self.go.read())',
  '...             more = self.wire.recv(65536)',
  '...             self.come.write(more) if more else self.come.write_eof()',
  '...     def recv(self, size):',
  '...         try:',
  '...             return self.play(self.tls.read, size)',
  '...         except (ssl.SSLEOFError, ssl.SSLZeroReturnError):',
  '...             return b""',
  '...     def sendall(self, data):',
  '...         while data:',
  '...             data = data[self.play(self.tls.write, data):]',
  '...     def unwrap(self):',
  '...         return self.play(self.tls.unwrap) or self.wire',
  '...     def __getattr__(self, name):',
  '...         return getattr(self.wire, name)',
  '...',
]
