import type { Target, Typed } from '../../model/case/backend.ts'

/** Which side of a socket QEMU is. `reconnect`: a client that retries until it has a connection. */
export type SocketSide = { readonly server: boolean } | { readonly server: false; readonly reconnect: true }

/** Whether QEMU is a client that retries. */
export function reconnects(side: SocketSide): boolean {
  return 'reconnect' in side
}

/** The side in QEMU's name for a backend: `client, reconnecting`. */
export function sideName(side: SocketSide): string {
  return `${side.server ? 'server' : 'client'}${reconnects(side) ? ', reconnecting' : ''}`
}

/** QEMU's options for the side. A server does not wait for a client; `wait=` must not be given to a client. */
export function sideOptions(side: SocketSide, { hasReconnectMs }: Target): string {
  if (side.server) return ',server=on,wait=off'
  if (!reconnects(side)) return ''
  // The shortest interval; `reconnect=` counts seconds, and is deprecated where `reconnect-ms=` exists.
  return hasReconnectMs ? ',reconnect-ms=100' : ',reconnect=1'
}

/** Each opening types the listener, and what is to be typed once the connection is there. */
export function typedAnew({ prepare, open, ...rest }: Typed, gone: readonly string[] = []): Typed {
  return { ...rest, prepare: [], open: [...prepare, ...open, '>>> listener.close()', ...gone] }
}
