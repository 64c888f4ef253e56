import type { Backend } from '../model/case/backend.ts'
import { connecting } from './host-end/connecting.ts'
import { listening } from './host-end/listening.ts'
import { host, pythonAddress } from './shared/loopback.ts'
import { pythonSocket } from './shared/python-socket.ts'

/** A TCP socket chardev on 127.0.0.1. `server`: QEMU listens and does not wait; else the host does. */
export function tcp({ server }: { readonly server: boolean }): Backend {
  return {
    ...tcpSocket(server ? ',server=on,wait=off' : ''),
    name: server ? 'tcp server' : 'tcp client',
    typed: ({ port }) => pythonSocket('AF_INET', pythonAddress(port), server),
    prepare: ({ port }) => {
      const address = { host, port }
      return server ? Promise.resolve(connecting(address)) : listening(address)
    },
  }
}

/** QEMU's options for any TCP socket. `mode`: the options between its port and its id. */
export function tcpSocket(mode: string): Pick<Backend, 'needs' | 'options' | 'address'> {
  return {
    needs: 'socket',
    options: ({ port }, id) => ['-chardev', `socket,host=${host},port=${port}${mode},id=${id}`],
    address: ({ port }) => `${host}:${port}`,
  }
}
