import { hashedFile } from '../../judge/content/guest-file.ts'
import { acceptedBytes } from '../../judge/jobs.ts'
import { ofPort } from '../../judge/of-port.ts'
import type { Pace } from '../../model/case/case.ts'
import type { GuestFile, Part } from '../../model/case/payload.ts'
import { pythonBytes } from '../../model/case/python-bytes.ts'
import type { History } from '../../model/contract/observation.ts'
import { InfraError, UsageError } from '../../model/errors.ts'
import { type Size, sizeBytes } from '../../model/value/units.ts'
import type { Script } from '../face/script.ts'
import type { TypedPeer } from '../face/typed-host.ts'
import type { Verb } from '../verb.ts'

/** A peer keeps so many of the last bytes that arrived. */
const mostUntil = 64

type Wanted = Size | Part | readonly Part[]

/**
 * Reads until this peer has received this many bytes in total, or all of these parts, and keeps reading after that. Where
 * one of them is a `beginning()`, reads until the text after it has come. `to its end`: until QEMU has closed, or was
 * killed.
 */
export function drain(wanted: Wanted | 'to its end', pace?: Pace): Verb<'peer'> {
  if (wanted === 'to its end') return readToEnd()
  const slowly = pace === undefined ? '' : `, ${pace.bytes} every ${pace.every}`
  const end = endOf(wanted)
  if (end !== null) return readUntil(end)
  return {
    step: ({ journal }, { name, port }) =>
      `${name} reads ${bytesOf(wanted, ofPort(journal.history, port))} bytes${slowly}`,
    live: ({ journal }, peer) => peer.drain(bytesOf(wanted, ofPort(journal.history, peer.port)), pace),
    typed: (paper, peer) => paper.onHost(typed(peer, wanted, pace)),
    script: (script, peer) => read(script, peer, wanted, pace),
  }
}

function readToEnd(): Verb<'peer'> {
  return {
    step: (_, { name }) => `${name} reads to its end`,
    live: (_, peer) => peer.drainToEnd(),
    typed: (paper, peer) => paper.onHost(peer.drain('to its end')),
    script(script, peer) {
      script.open.splice(script.open.indexOf(peer), 1)
      script.reads('reads to the end of this connection', peer, peer.drain('to its end'))
    },
  }
}

/** Reads until what has arrived ends with this text. */
function readUntil(end: Part & { kind: 'text' }): Verb<'peer'> {
  const endsWith = pythonBytes(end)
  return {
    step: (_, { name }) => `${name} reads until ${JSON.stringify(end.text)} arrives`,
    live: (_, peer) => peer.drainUntil(end.text),
    typed: (paper, peer) => paper.onHost(peer.drain({ endsWith })),
    script: (script, peer) => script.reads(`reads until ${endsWith} arrives`, peer, peer.drain({ endsWith })),
  }
}

/** The text that shows that parts of unknown length have arrived; null if their length is known. */
function endOf(wanted: Wanted): (Part & { kind: 'text' }) | null {
  const parts = partsOf(wanted)
  if (!parts.some(part => part.kind === 'beginning' && part.upTo === 'arrived')) return null
  const last = parts.at(-1)
  if (last?.kind !== 'text' || last.bytes > mostUntil)
    throw new UsageError(`expected a text of at most ${mostUntil} bytes after the beginning of a payload`)
  return last
}

/** Throws InfraError for a file whose size and sha256 the guest has not printed, and without a killed writer. */
function bytesOf(wanted: Wanted, history: History): number {
  if (typeof wanted === 'string') return sizeBytes(wanted)
  return partsOf(wanted).reduce((sum, part) => sum + partBytes(part, history), 0)
}

function partBytes(part: Part, history: History): number {
  if (part.kind === 'guest-file') return fileBytes(part, history)
  if (part.kind !== 'beginning') return part.bytes
  const bytes = acceptedBytes(history)
  if (bytes !== null) return bytes
  throw new InfraError(
    'the script must kill one writer, which has the port open, before it reads what it wrote',
  )
}

function fileBytes({ path }: GuestFile, history: History): number {
  const file = hashedFile(history, path)
  if (file !== null) return file.bytes
  throw new InfraError(`the script must run 'sha256sum ${path}; wc -c ${path}' before it reads`)
}

function typed(peer: TypedPeer, wanted: Wanted, pace?: Pace): readonly string[] {
  const { file, amount } = amountOf(wanted)
  if (file === undefined) return peer.drain(amount, pace)
  return ['>>> size = int(input("what wc said: "))', ...peer.drain({ inAll: 'size' }, pace)]
}

function read(script: Script, peer: TypedPeer, wanted: Wanted, pace?: Pace): void {
  const { file, amount } = amountOf(wanted)
  if (file !== undefined) {
    script.write(`said_of ${file.path}`)
    script.reads('reads all of it', peer, peer.drain({ inAll: '$SIZE' }, pace))
  } else {
    const bytes = typeof amount === 'number' ? `${amount} bytes` : 'all that was accepted'
    script.reads(`reads until this connection has delivered ${bytes}`, peer, peer.drain(amount, pace))
  }
}

/** How much to read as Python has it: a number of bytes, or an expression; or the file whose size only the guest knows. */
function amountOf(wanted: Wanted): { file?: GuestFile; amount: number | { readonly inAll: string } } {
  if (typeof wanted === 'string') return { amount: sizeBytes(wanted) }
  const parts = partsOf(wanted)
  const file = parts.find(part => part.kind === 'guest-file')
  const known = parts.reduce((sum, part) => sum + ('bytes' in part ? part.bytes : 0), 0)
  const isKnown = parts.every(part => 'bytes' in part)
  return {
    ...(file === undefined ? {} : { file }),
    amount: isKnown ? known : { inAll: `accepted + ${known}` },
  }
}

function partsOf(wanted: Wanted): readonly Part[] {
  if (typeof wanted === 'string') return []
  return 'kind' in wanted ? [wanted] : wanted
}
