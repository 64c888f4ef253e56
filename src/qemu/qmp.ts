import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { InfraError } from '../model/errors.ts'
import { QmpConnection, type Qmp, QmpError } from './qmp-connection.ts'

export type { Qmp }

const retryMs = 10

/**
 * Connects to QEMU's QMP socket, waiting for it to appear and to answer until `signal` aborts (and then rejects
 * with its reason). A connection that ends before the greeting is tried again too: QEMU opens this socket before
 * it has set up its devices, and may yet die over them. That is for the caller, who knows the process, to watch;
 * abort `signal` then. Throws InfraError when the path can never work.
 */
export async function connectQmp(path: string, signal: AbortSignal): Promise<Qmp> {
  if (Buffer.byteLength(path) > 107) {
    throw new InfraError(`the QMP socket path ${path} is longer than 107 bytes: use a shorter folder`)
  }
  for (;;) {
    signal.throwIfAborted()
    const socket = await tryToConnect(path)
    const conversation = socket === null ? null : await greeted(new QmpConnection(socket), signal)
    if (conversation !== null) return conversation
    await sleep(retryMs, undefined, { signal }).catch(() => undefined)
  }
}

/** Null when nobody listens there yet. */
function tryToConnect(path: string): Promise<Socket | null> {
  return new Promise(resolve => {
    const socket = connect(path)
    socket.once('connect', () => resolve(socket))
    socket.on('error', () => resolve(null)) // Stays: an error after the connection comes with 'close'.
  })
}

/** The conversation when it is ready for commands, or null when it has ended before. */
async function greeted(conversation: QmpConnection, signal: AbortSignal): Promise<Qmp | null> {
  const given = () => conversation.close()
  signal.addEventListener('abort', given, { once: true })
  try {
    await conversation.greeted
    await conversation.execute('qmp_capabilities')
    return conversation
  } catch (error) {
    conversation.close()
    if (error instanceof QmpError && error.kind === 'closed') return null
    throw error
  } finally {
    signal.removeEventListener('abort', given)
  }
}
