import type { Backend, Place, Target } from '../model/case/backend.ts'
import { quoted } from '../model/value/option-text.ts'
import { connecting } from './host-end/connecting.ts'
import { listening } from './host-end/listening.ts'
import { listeningAnew } from './host-end/listening-anew.ts'
import { pythonSocket } from './shared/python-socket.ts'

/** Which side of a UNIX socket QEMU is. `reconnect`: a client that tries again, and again, when it has no connection. */
export type UnixSide = { readonly server: boolean } | { readonly server: false; readonly reconnect: true }

/**
 * A UNIX socket chardev. As server QEMU listens and does not wait; as client it connects to the host,
 * which therefore listens before QEMU starts, unless QEMU reconnects. `server=on,wait=off` parses from 1.4 to 11.1;
 * `wait=` must not be given to a client.
 */
export function unix(side: UnixSide): Backend {
  const { server } = side
  const reconnects = 'reconnect' in side
  return {
    name: `unix ${server ? 'server' : 'client'}${reconnects ? ', reconnecting' : ''}`,
    needs: 'socket',
    ...(reconnects ? { since: '2.2.0' } : {}),
    options(place, id, target) {
      const mode = server ? ',server=on,wait=off' : reconnects ? reconnect(target) : ''
      return ['-chardev', `socket,path=${quoted(place.path('chardev'))}${mode},id=${id}`]
    },
    address: place => place.path('chardev'),
    typed: place => (reconnects ? typedAnew(place) : typed(place, server)),
    async prepare(place) {
      const address = { path: place.path('chardev') }
      if (reconnects) return listeningAnew(address)
      return server ? connecting(address) : listening(address)
    },
  }
}

/** As often as QEMU can; `reconnect=` counts seconds, and is deprecated where there is `reconnect-ms=`. */
function reconnect({ hasReconnectMs }: Target): string {
  return hasReconnectMs ? ',reconnect-ms=100' : ',reconnect=1'
}

function typed(place: Place, server: boolean) {
  return pythonSocket('AF_UNIX', `"${place.path('chardev')}"`, server)
}

/** All that listens is typed at each opening, and taken away once the connection is there. */
function typedAnew(place: Place) {
  const { prepare, open, ...rest } = typed(place, false)
  const gone = ['>>> listener.close()', '>>> import os', `>>> os.unlink("${place.path('chardev')}")`]
  return { ...rest, prepare: [], open: [...prepare, ...open, ...gone] }
}
