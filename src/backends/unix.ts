import type { Backend } from '../model/backend.ts'
import { connecting } from './connecting.ts'
import { listening } from './listening.ts'
import { quoted } from './option-text.ts'
import { pythonSocket } from './python-socket.ts'

/**
 * A UNIX socket chardev. As server QEMU listens and does not wait; as client it connects to the host,
 * which therefore listens before QEMU starts. `server=on,wait=off` parses from 1.4 to 11.1; `wait=` must not
 * be given to a client.
 */
export function unix({ server }: { readonly server: boolean }): Backend {
  return {
    name: server ? 'unix server' : 'unix client',
    needs: 'socket',
    options: (place, id) => [
      '-chardev',
      `socket,path=${quoted(place.path('chardev'))}${server ? ',server=on,wait=off' : ''},id=${id}`,
    ],
    address: place => place.path('chardev'),
    typed: place => pythonSocket({ family: 'AF_UNIX', address: `"${place.path('chardev')}"` }, server),
    prepare: place => {
      const address = { path: place.path('chardev') }
      return server ? Promise.resolve(connecting(address)) : listening(address)
    },
  }
}
