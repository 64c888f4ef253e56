import type { Socket, SocketConnectOpts } from 'node:net'

/** Connects a socket. Rejects, and destroys it, when that fails or the signal aborts. */
export function connect(socket: Socket, address: SocketConnectOpts, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const giveUp = () => {
      socket.destroy()
      reject(signal.reason)
    }
    signal.addEventListener('abort', giveUp, { once: true })
    socket.once('error', reject)
    socket.connect(address, () => {
      signal.removeEventListener('abort', giveUp)
      socket.off('error', reject)
      resolve()
    })
  })
}
