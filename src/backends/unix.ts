import type { Backend, Place, Typed } from '../model/case/backend.ts'
import { quoted } from '../model/value/option-text.ts'
import { connecting } from './host-end/connecting.ts'
import { listening } from './host-end/listening.ts'
import { listeningOnce } from './host-end/listening-once.ts'
import { pythonSocket } from './shared/python-socket.ts'
import { reconnects, type SocketSide, sideName, sideOptions, typedAnew } from './shared/socket-side.ts'

/**
 * An abstract name fills the address up with NULs (`tight=off`): Node 20 does so whatever the name is (libuv 1.46), and
 * later ones leave this name as it is.
 */
const nameBytes = 108

/** `abstract`: the socket is a name in the kernel, and no file (unix(7)). */
export type UnixSide = SocketSide & { readonly abstract?: true }

/**
 * A UNIX socket chardev. As a server QEMU listens and does not wait. As a client it connects to the host, which must
 * listen before QEMU starts unless QEMU reconnects. `server=on,wait=off` parses from 1.4 to 11.1; `abstract=` since 5.1.
 */
export function unix(side: UnixSide): Backend {
  const { server, abstract } = side
  const since = abstract ? '5.1.0' : reconnects(side) ? '2.2.0' : null
  return {
    name: `unix ${sideName(side)}${abstract ? ', abstract' : ''}`,
    needs: 'socket',
    ...(since === null ? {} : { since }),
    options(place, id, target) {
      const mode = `${abstract ? ',abstract=on,tight=off' : ''}${sideOptions(side, target)}`
      return ['-chardev', `socket,path=${quoted(place.path('chardev'))}${mode},id=${id}`]
    },
    // As ss(8) shows it.
    address: place => `${abstract ? '@' : ''}${place.path('chardev')}`,
    typed: place => typed(place, side),
    async prepare(place) {
      const path = place.path('chardev')
      const address = { path: abstract ? abstractName(path) : path }
      if (reconnects(side)) return listeningOnce(address)
      return server ? connecting(address) : listening(address)
    },
  }
}

function abstractName(path: string): string {
  return `\0${path}${'\0'.repeat(nameBytes - 1 - Buffer.byteLength(path))}`
}

function typed(place: Place, side: UnixSide): Typed {
  const path = place.path('chardev')
  const address = side.abstract ? `"\\0${path}".encode().ljust(${nameBytes}, b"\\0")` : `"${path}"`
  const plain = pythonSocket('AF_UNIX', address, side.server)
  if (!reconnects(side)) return plain
  return typedAnew(plain, side.abstract ? [] : ['>>> import os', `>>> os.unlink("${path}")`])
}
