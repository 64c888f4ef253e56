import type { Backend, Typed } from '../model/case/backend.ts'
import { ParsedEnd } from './host-end/parsed-end.ts'
import { websocketEnd } from './host-end/websocket-end.ts'
import { andThen } from './shared/and-then.ts'
import { pythonWebsocket } from './shared/python-websocket.ts'
import { tlsSocket, typedTls } from './tls.ts'

/** A TCP socket chardev on which QEMU is a websocket server over TLS, with certificates as `tls()` has. */
export function wss(): Backend {
  return {
    ...tlsSocket(',websocket=on', (end, signal) => websocketEnd(new ParsedEnd(end), signal)),
    name: 'wss server',
    since: '3.1.0',
    typed: place => typed(typedTls(place)),
  }
}

/** A TLS socket has no MSG_WAITALL. */
function typed(tls: Typed): Typed {
  const whole = [
    '>>> def whole(sock, size):',
    '...     got = b""',
    '...     while len(got) < size and (more := sock.recv(size - len(got))):',
    '...         got += more',
    '...     return got',
    '...',
  ]
  return pythonWebsocket(andThen(tls, whole), bytes => `whole(sock, ${bytes})`)
}
