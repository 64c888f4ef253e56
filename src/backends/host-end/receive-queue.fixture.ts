import { readFileSync } from 'node:fs'

/** Bytes that the kernel holds for a TCP socket on 127.0.0.1 which nobody has read (/proc/net/tcp, rx_queue). */
export function receiveQueue(localPort: number): number {
  const port = localPort.toString(16).toUpperCase().padStart(4, '0')
  const lines = readFileSync('/proc/net/tcp', 'latin1').split('\n')
  const line = lines.find(text => text.includes(`: 0100007F:${port} `))
  const queues = /:[0-9A-F]{4} [0-9A-F]{2} [0-9A-F]{8}:([0-9A-F]{8}) /.exec(line ?? '')?.[1]
  if (queues === undefined) throw new Error(`no TCP socket at 127.0.0.1:${localPort}`)
  return Number.parseInt(queues, 16)
}
