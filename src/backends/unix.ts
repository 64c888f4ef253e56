import type { Backend, Place, Target } from '../model/case/backend.ts'
import { quoted } from '../model/value/option-text.ts'
import { connecting } from './host-end/connecting.ts'
import { listening } from './host-end/listening.ts'
import { listeningOnce } from './host-end/listening-once.ts'
import { pythonSocket } from './shared/python-socket.ts'

/** Which side of a UNIX socket QEMU is. `reconnect`: a client that retries until it has a connection. */
export type UnixSide = { readonly server: boolean } | { readonly server: false; readonly reconnect: true }

/**
 * A UNIX socket chardev. As a server QEMU listens and does not wait. As a client it connects to the host, which must
 * listen before QEMU starts unless QEMU reconnects. `server=on,wait=off` parses from 1.4 to 11.1;
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
      if (reconnects) return listeningOnce(address)
      return server ? connecting(address) : listening(address)
    },
  }
}

/** The shortest interval; `reconnect=` counts seconds, and is deprecated where `reconnect-ms=` exists. */
function reconnect({ hasReconnectMs }: Target): string {
  return hasReconnectMs ? ',reconnect-ms=100' : ',reconnect=1'
}

function typed(place: Place, server: boolean) {
  return pythonSocket('AF_UNIX', `"${place.path('chardev')}"`, server)
}

/** Each opening types the listener, and its removal once the connection is there. */
function typedAnew(place: Place) {
  const { prepare, open, ...rest } = typed(place, false)
  const gone = ['>>> listener.close()', '>>> import os', `>>> os.unlink("${place.path('chardev')}")`]
  return { ...rest, prepare: [], open: [...prepare, ...open, ...gone] }
}
