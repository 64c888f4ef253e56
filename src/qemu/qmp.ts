import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { InfraError } from '../model/errors.ts'
import { type Qmp, QmpConnection, QmpError } from './qmp-connection.ts'

export { type Qmp, QmpError }

const retryMs = 10

/**
 * Connects to QEMU's QMP socket. Retries until the socket exists and QEMU answers, also after a connection that ends
 * before the greeting: QEMU opens this socket before it has set up its devices, and may fail on them. The caller must
 * abort `signal` when QEMU ends. Rejects with the signal's reason; throws InfraError if the path is too long.
 */
export async function connectQmp(path: string, signal: AbortSignal): Promise<Qmp> {
  if (Buffer.byteLength(path) > 107) {
    throw new InfraError(`the QMP socket path ${path} is longer than 107 bytes: use a shorter folder`)
  }
  for (;;) {
    signal.throwIfAborted()
    const socket = await tryToConnect(path)
    const connection = socket === null ? null : await greeted(new QmpConnection(socket), signal)
    if (connection !== null) return connection
    await sleep(retryMs, undefined, { signal }).catch(() => undefined)
  }
}

/** Null if nothing listens there yet. */
function tryToConnect(path: string): Promise<Socket | null> {
  return new Promise(resolve => {
    const socket = connect(path)
    socket.once('connect', () => resolve(socket))
    socket.on('error', () => resolve(null)) // Not once: an error of an open connection is followed by 'close'.
  })
}

/** Negotiates capabilities. Null if the connection ends before it is ready for commands. */
async function greeted(connection: QmpConnection, signal: AbortSignal): Promise<Qmp | null> {
  const close = () => connection.close()
  signal.addEventListener('abort', close, { once: true })
  try {
    await connection.greeted
    await connection.execute('qmp_capabilities')
    return connection
  } catch (error) {
    connection.close()
    if (error instanceof QmpError && error.kind === 'closed') return null
    throw error
  } finally {
    signal.removeEventListener('abort', close)
  }
}
