import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** How long to wait for bytes that do not come because somebody takes them. */
const limitMs = 30_000

/**
 * The bytes that the kernel holds for a TCP socket on 127.0.0.1 which nobody reads, 100 ms after it held so many or more:
 * whoever takes some of them has done so by then.
 */
export async function receiveQueue(localPort: number, bytes: number): Promise<number> {
  const end = performance.now() + limitMs
  while (held(localPort) < bytes && performance.now() < end) await delay(5)
  await delay(100)
  return held(localPort)
}

/** /proc/net/tcp, rx_queue */
function held(localPort: number): number {
  const port = localPort.toString(16).toUpperCase().padStart(4, '0')
  const lines = readFileSync('/proc/net/tcp', 'latin1').split('\n')
  const line = lines.find(text => text.includes(`: 0100007F:${port} `))
  const queues = /:[0-9A-F]{4} [0-9A-F]{2} [0-9A-F]{8}:([0-9A-F]{8}) /.exec(line ?? '')?.[1]
  if (queues === undefined) throw new Error(`no TCP socket at 127.0.0.1:${localPort}`)
  return Number.parseInt(queues, 16)
}
