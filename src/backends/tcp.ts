import type { Backend, Place, Target, Typed } from '../model/case/backend.ts'
import { connecting } from './host-end/connecting.ts'
import { listening } from './host-end/listening.ts'
import { listeningOnce } from './host-end/listening-once.ts'
import { host, pythonAddress } from './shared/loopback.ts'
import { pythonSocket } from './shared/python-socket.ts'
import { reconnects, type SocketSide, sideName, sideOptions, typedAnew } from './shared/socket-side.ts'

/**
 * A TCP socket chardev on 127.0.0.1. `server`: QEMU listens and does not wait; else the host does. `reconnect`: QEMU, the
 * client, retries until it has a connection.
 */
export function tcp(side: SocketSide): Backend {
  return {
    ...tcpSocket(target => sideOptions(side, target)),
    name: `tcp ${sideName(side)}`,
    ...(reconnects(side) ? { since: '2.2.0' } : {}),
    typed: place => typed(place, side),
    async prepare({ port }) {
      const address = { host, port }
      if (reconnects(side)) return listeningOnce(address)
      return side.server ? connecting(address) : listening(address)
    },
  }
}

/** QEMU's options for any TCP socket. `mode`: the options between its port and its id. */
export function tcpSocket(mode: (target: Target) => string): Pick<Backend, 'needs' | 'options' | 'address'> {
  return {
    needs: 'socket',
    options: ({ port }, id, target) => [
      '-chardev',
      `socket,host=${host},port=${port}${mode(target)},id=${id}`,
    ],
    address: ({ port }) => `${host}:${port}`,
  }
}

function typed({ port }: Place, side: SocketSide): Typed {
  const plain = pythonSocket('AF_INET', pythonAddress(port), side.server)
  return reconnects(side) ? typedAnew(plain) : plain
}
