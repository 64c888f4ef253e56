import { UsageError } from '../../model/errors.ts'
import { type Size, sizeBytes } from '../../model/value/units.ts'
import type { Live, LivePeer } from '../face/live.ts'
import { seenByQemu, seenInScript } from '../face/seen.ts'
import type { TypedHost, TypedPeer } from '../face/typed-host.ts'
import type { Verb } from '../verb.ts'

interface How {
  readonly pieces?: Size
}

/** Marks, in the script, the time until QEMU has accepted the host (src/reproduce/script/host.py). */
const opening = '>>> put("opening", "")'

/**
 * Opens the chardev without reading from it. `pieces: '3 B'`: all that this host sends, the handshake included, goes out
 * in pieces of 3 bytes, and QEMU has seen one before the next follows. Only a socket on which QEMU listens takes that:
 * unix, tcp, telnet, websocket, tls, wss.
 */
export function open({ pieces }: How = {}): Verb<'host', 'peer'> {
  const bytes = pieces === undefined ? null : pieceBytes(pieces)
  return {
    makes: 'peer',
    step: (_, port) => `host opens the chardev${ofPort(port)}${inPieces(bytes)}`,
    async live(live, port) {
      const peer = await openLive(live, port, bytes)
      await seenByQemu(live)
      return peer
    },
    typed(paper, port) {
      const peer = openTyped(paper.hosts.of(port), bytes, 'time.sleep(0.01)')
      paper.onHost(peer.opened)
      return peer
    },
    script(script, port) {
      const peer = openTyped(script.hosts.of(port), bytes, 'piece_is_seen()')
      script.open.push(peer)
      // Whether QEMU ever connects again, its own options say.
      const waitsForQemu = peer.opened.some(line => line.includes('.accept()'))
      script.types(`opens the chardev${ofPort(port)}${inPieces(bytes)}`, [
        ...(waitsForQemu ? [] : [opening]),
        ...peer.opened,
        seenInScript,
      ])
      return peer
    },
  }
}

async function openLive(live: Live, port: string, bytes: number | null): Promise<LivePeer> {
  if (bytes === null) return live.openPeer(port)
  const peer = await live.openInPieces(port, { bytes, seen: () => seenByQemu(live) })
  if (peer === null) throw noPieces()
  return peer
}

function openTyped(host: TypedHost, bytes: number | null, wait: string): TypedPeer {
  if (bytes === null) return host.open()
  const peer = host.openInPieces(bytes, wait)
  if (peer === null) throw noPieces()
  return peer
}

function noPieces(): UsageError {
  return new UsageError(
    'expected a socket on which QEMU listens (unix, tcp, telnet, websocket, tls, wss) for open({ pieces })',
  )
}

function pieceBytes(pieces: Size): number {
  const bytes = sizeBytes(pieces)
  if (bytes < 1) throw new UsageError(`expected pieces of at least 1 B, got '${pieces}'`)
  return bytes
}

function inPieces(bytes: number | null): string {
  return bytes === null ? '' : ` and sends in pieces of ${bytes} B`
}

function ofPort(port: string): string {
  return port === '' ? '' : ` of ${port}`
}
