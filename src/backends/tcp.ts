import type { Backend } from '../model/backend.ts'
import { connecting } from './connecting.ts'
import { listening } from './listening.ts'
import { pythonSocket } from './python-socket.ts'

const host = '127.0.0.1'

/** A TCP socket chardev on 127.0.0.1. `server`: QEMU listens and does not wait; else the host does. */
export function tcp({ server }: { readonly server: boolean }): Backend {
  return {
    name: server ? 'tcp server' : 'tcp client',
    needs: 'socket',
    options: (place, id) => [
      '-chardev',
      `socket,host=${host},port=${place.port}${server ? ',server=on,wait=off' : ''},id=${id}`,
    ],
    address: place => `${host}:${place.port}`,
    typed: place => pythonSocket({ family: 'AF_INET', address: `("${host}", ${place.port})` }, server),
    prepare: place => {
      const address = { host, port: place.port }
      return server ? Promise.resolve(connecting(address)) : listening(address)
    },
  }
}
