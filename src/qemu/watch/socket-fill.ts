import type { Json } from '../../model/contract/observation.ts'
import { outputTail } from '../binary/output-tail.ts'

/** One end of a socket, as `ss` shows it. Queues in bytes: for a UNIX socket of kernel accounting, not of payload. */
type End = {
  readonly state: string
  readonly recvQueue: number
  readonly sendQueue: number
  readonly local: string
  readonly peer: string
  readonly memory?: string
}

/**
 * Evidence: how full the sockets at a chardev's address (a UNIX path, or HOST:PORT) are, according to `ss` (iproute2).
 * Without `ss` it is unknown: /proc/net/unix has no queues. Rejects only when the signal aborts.
 */
export async function socketFill(address: string, signal: AbortSignal): Promise<Json> {
  const family = address.startsWith('/') ? '-xam' : '-tuanm'
  const { execa } = await import('execa')
  const result = await execa('ss', [family, '-H'], { reject: false, cancelSignal: signal, timeout: 2000 })
  signal.throwIfAborted()
  if (result.code === 'ENOENT') return { address, unknown: 'ss (package iproute2) is not installed' }
  if (result.failed)
    return { address, unknown: `ss: ${outputTail(result.stderr || (result.shortMessage ?? ''))}` }
  return { address, ends: endsAt(address, socketEnds(result.stdout)) }
}

/** Parses the output of `ss -xamH` or `ss -tuanmH`: netid, state, queues, two addresses, memory. */
export function socketEnds(text: string): readonly End[] {
  const lines = text.replace(/\n[ \t]+/g, ' ').split('\n') // For TCP the memory is on a line of its own.
  return lines.flatMap(line => {
    const [netid, state, recvQueue, sendQueue, ...rest] = line.trim().split(/\s+/)
    if (netid === undefined || sendQueue === undefined) return []
    const words = netid.startsWith('u_') ? 2 : 1 // A UNIX socket is `PATH INODE`, the others `HOST:PORT`.
    const memory = rest.find(word => word.startsWith('skmem:'))
    const end: End = {
      state: state ?? '',
      recvQueue: Number(recvQueue),
      sendQueue: Number(sendQueue),
      local: rest.slice(0, words).join(' '),
      peer: rest.slice(words, 2 * words).join(' '),
    }
    return [memory === undefined ? end : { ...end, memory: memory.slice('skmem:'.length) }]
  })
}

/** The ends at the address, and their other ends: of two connected UNIX sockets only one has the path. */
function endsAt(address: string, ends: readonly End[]): End[] {
  const at = ends.filter(end => [end.local, end.peer].some(name => isAt(name, address)))
  const partners = new Set(at.map(end => inodeOf(end.peer)).filter(inode => inode > 0))
  return ends.filter(end => at.includes(end) || partners.has(inodeOf(end.local)))
}

function isAt(name: string, address: string): boolean {
  return name === address || name.startsWith(`${address} `)
}

function inodeOf(name: string): number {
  return Number(name.split(' ')[1] ?? 0)
}
