import type { Backend, HostEnd, HostSide, Typed } from '../model/case/backend.ts'
import { TelnetDecoder, telnetEncoded } from './host-end/telnet-decoder.ts'
import { andThen } from './shared/and-then.ts'
import { hasty, pythonHasty } from './shared/hasty.ts'
import { pythonAddress } from './shared/loopback.ts'
import { pythonSocket } from './shared/python-socket.ts'
import { tcp, tcpSocket } from './tcp.ts'

/** A part of a client's answer to the first negotiation: IAC DO, without the option. */
const answer = Buffer.from([255, 253])

/**
 * A TCP socket chardev on which QEMU is a telnet server, which sends four negotiations first. QEMU has no telnet client:
 * on a client socket `telnet=on` is accepted and has no effect (chardev/char-socket.c, 5.2 to 10.0).
 */
export function telnet(): Backend {
  const plain = tcp({ server: true })
  return {
    ...tcpSocket(() => ',server=on,wait=off,telnet=on'),
    name: 'telnet server',
    typed: ({ port }) => pythonHasty(typed(port), port, answer),
    prepare: async place => hasty(decodingSide(await plain.prepare(place)), place.port, answer),
  }
}

function decodingSide(side: HostSide): HostSide {
  return { ...side, open: async opening => decoded(await side.open(opening)) }
}

function decoded(end: HostEnd): HostEnd {
  const decoder = new TelnetDecoder()
  return {
    ...end,
    read: onBytes =>
      end.read(chunk => {
        const data = decoder.decode(chunk)
        if (data.length > 0) onBytes(data)
      }),
    write: bytes => end.write(telnetEncoded(bytes)),
  }
}

/** QEMU's greeting has 12 bytes (tcp_chr_telnet_init); TelnetDecoder says what may follow. */
function typed(port: number): Typed {
  const plain = pythonSocket('AF_INET', pythonAddress(port), true)
  const greeting = [
    '>>> sock.recv(12, socket.MSG_WAITALL)',
    "b'\\xff\\xfb\\x01\\xff\\xfb\\x03\\xff\\xfb\\x00\\xff\\xfd\\x00'",
  ]
  return {
    ...andThen(plain, [...greeting, ...decoding, '>>> sock = Telnet(sock)']),
    send: bytes => [`>>> sock.sendall(${bytes}.replace(b"\\xff", b"\\xff\\xff"))`],
  }
}

/** What TelnetDecoder does, in Python: a read returns data, or nothing at the end. */
const decoding = [
  '>>> import re',
  '>>> class Telnet:',
  '...     option, sub = rb"[\\xfb-\\xfe].", rb"\\xfa(?:[^\\xff]|\\xff[^\\xf0])*\\xff\\xf0"',
  '...     part = re.compile(rb"([^\\xff]+)|\\xff(?:(\\xff)|%b|%b|[^\\xfa-\\xff])" % (option, sub), re.S)',
  '...     def __init__(self, wire):',
  '...         self.wire, self.raw = wire, b""',
  '...     def recv(self, size):',
  '...         data = b""',
  '...         while not data and (more := self.wire.recv(size)):',
  '...             self.raw, at = self.raw + more, 0',
  '...             while part := self.part.match(self.raw, at):',
  '...                 data, at = data + (part[1] or part[2] or b""), part.end()',
  '...             self.raw = self.raw[at:]',
  '...         return data',
  '...     def __getattr__(self, name):',
  '...         return getattr(self.wire, name)',
  '...',
]
