import { hashedFile } from '../../judge/content/guest-file.ts'
import type { Pace } from '../../model/case/case.ts'
import type { GuestFile, Payload } from '../../model/case/payload.ts'
import type { History } from '../../model/contract/observation.ts'
import { InfraError } from '../../model/errors.ts'
import { type Size, sizeBytes } from '../../model/value/units.ts'
import type { Script } from '../face/script.ts'
import type { TypedPeer } from '../face/typed-host.ts'
import type { Verb } from '../verb.ts'

type Wanted = Size | Payload | GuestFile

/** Reads until this peer has received this many bytes in total, and keeps reading after that. */
export function drain(wanted: Wanted, pace?: Pace): Verb<'peer'> {
  const slowly = pace === undefined ? '' : `, ${pace.bytes} every ${pace.every}`
  return {
    step: ({ journal }, { name }) => `${name} reads ${bytesOf(wanted, journal.history)} bytes${slowly}`,
    live: ({ journal }, peer) => peer.drain(bytesOf(wanted, journal.history), pace),
    typed: (paper, peer) => paper.onHost(typed(peer, wanted, pace)),
    script: (script, peer) => read(script, peer, wanted, pace),
  }
}

/** Throws InfraError for a file whose size and sha256 the guest has not printed. */
function bytesOf(wanted: Wanted, history: History): number {
  if (!isFile(wanted)) return bytesIn(wanted)
  const file = hashedFile(history, wanted.path)
  if (file !== null) return file.bytes
  throw new InfraError(`the script must run 'sha256sum ${wanted.path}; wc -c ${wanted.path}' before it reads`)
}

function typed(peer: TypedPeer, wanted: Wanted, pace?: Pace): readonly string[] {
  if (!isFile(wanted)) return peer.drain(bytesIn(wanted), pace)
  return ['>>> size = int(input("what wc said: "))', ...peer.drain({ inAll: 'size' }, pace)]
}

function read(script: Script, peer: TypedPeer, wanted: Wanted, pace?: Pace): void {
  if (isFile(wanted)) {
    script.write(`said_of ${wanted.path}`)
    script.reads('reads all of it', peer, peer.drain({ inAll: '$SIZE' }, pace))
  } else {
    const bytes = bytesIn(wanted)
    script.reads(`reads until this connection has delivered ${bytes} bytes`, peer, peer.drain(bytes, pace))
  }
}

function bytesIn(wanted: Size | Payload): number {
  return typeof wanted === 'string' ? sizeBytes(wanted) : wanted.bytes
}

function isFile(wanted: Wanted): wanted is GuestFile {
  return typeof wanted === 'object' && wanted.kind === 'guest-file'
}
