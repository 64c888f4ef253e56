import type { Socket, SocketConnectOpts } from 'node:net'
import { event } from './event.ts'

/** Connects a socket. Destroys it and rejects if that fails or the signal aborts. */
export async function connect(
  socket: Socket,
  address: SocketConnectOpts,
  signal: AbortSignal,
): Promise<void> {
  try {
    const connected = event(socket, 'connect', signal)
    socket.connect(address)
    await connected
  } catch (error) {
    socket.destroy()
    throw error
  }
}
