import type { Expectation, Judged } from '../../model/case/expectation.ts'
import type { Hashed, Part, Payload } from '../../model/case/payload.ts'
import { acceptedOf, readVariable } from '../../model/case/ports.ts'
import type { History } from '../../model/contract/observation.ts'
import type { Numbers } from '../../model/contract/verdict.ts'
import { UsageError } from '../../model/errors.ts'
import { sizeText } from '../../model/value/units.ts'
import { arrivalOf, pythonOf } from '../content/arrival.ts'
import { findDamage } from '../content/damage.ts'
import { type Damage, type Fault, fault, faultText, symptomOf } from '../content/fault.ts'
import { lostOrStuck } from '../content/lost-or-stuck.ts'
import { type Received, received } from '../content/received.ts'
import { dueBytes, whyUnread } from '../content/unread.ts'
import { writtenInAll } from '../content/unwritten.ts'
import { type KnownParts, wantedParts } from '../content/wanted-parts.ts'
import { fail, inconclusive, pass } from '../judged.ts'

/**
 * What arrived at the host, over all its peers, is byte for byte what the guest wrote. Fails with `doubled` when
 * nothing is wrong but that bytes came again, and they are known to have been written once; with `loss` for bytes that
 * are missing inside, out of order or foreign. A missing end fails only when the writer is known to have written
 * everything, and QEMU ended the connection or the host read on for longer than anything may be late: with `loss` when
 * it is known to be gone, else with `stuck`. Throws UsageError for a `beginning()` that is not the first, or has no text
 * after it that shows where it ends.
 */
export function intact(...wants: readonly Part[]): Expectation {
  for (const [index, want] of wants.entries()) if (want.kind === 'beginning') requireEnd(wants, index)
  const arrives = arrivalOf('$READ_IN_ALL', wants)
  return {
    name: 'intact',
    judge: history => judge(history, wants),
    checks: { reading: arrives, end: arrives },
    checksBeside: port => ({
      end: arrivalOf(`$${readVariable(port)}`, wants, `arrives_at ${port}`).replaceAll(
        /\baccepted\b/g,
        acceptedOf({ name: port }),
      ),
    }),
    typed: data => typed(data, wants),
  }
}

/** What comes after a part of unknown length must not look as if it belonged to it. */
function requireEnd(wants: readonly Part[], index: number): void {
  const [want, next] = wants.slice(index)
  const isFirst = index === 0 || (want?.kind === 'beginning' && want.upTo === 'accepted')
  if (!isFirst || next?.kind !== 'text' || /^[\d\n]/.test(next.text))
    throw new UsageError(
      'expected the beginning of a payload to be the first part, and a text after it that begins with neither a digit nor a newline',
    )
}

function typed(data: string, wants: readonly Part[]): string[] {
  if (!wants.some(({ kind }) => kind === 'guest-file'))
    return [`>>> ${data} == ${pythonOf(wants, data)}`, 'True']
  return ['>>> import hashlib', `>>> hashlib.sha256(${data}).hexdigest()`, 'what the guest said']
}

function judge(history: History, wants: readonly Part[]): Judged {
  const stream = received(history)
  if (stream === null) return inconclusive('the journal does not say what the host received')
  const numbers = { drainedBytes: stream.bytes }
  const wanted = wantedParts(history, stream, wants)
  return 'doubt' in wanted ? inconclusive(wanted.doubt, numbers) : compare(history, stream, wanted)
}

function compare(history: History, stream: Received, { parts, isOpen }: KnownParts): Judged {
  const numbers = { drainedBytes: stream.bytes }
  const payload = { bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0) }
  const { faults, goodBytes } = damageOf(stream, parts)
  if (faults.length > 0) return damaged(history, faults, { bytes: payload.bytes, numbers })
  const isDescribed = !stream.cutShort || parts[0]?.kind === 'hashed'
  if (!isDescribed || goodBytes !== stream.bytes) {
    return inconclusive('the journal does not describe all that the host received', numbers)
  }
  if (goodBytes === payload.bytes) return pass(`all ${sizeText(payload.bytes)} arrived intact`, numbers)
  const due = dueBytes(history, payload.bytes)
  const all = due ?? payload.bytes
  const missing = missingText(parts, goodBytes, all)
  const isAhead = goodBytes >= all
  const doubt = isAhead
    ? 'the script had not reached its end yet'
    : whyUnread(history, isOpen ? null : payload.bytes, isOpen ? null : due)
  if (doubt === null) {
    const { symptom, how } = lostOrStuck(history, all - goodBytes)
    if (symptom === null) return inconclusive(`${missing}; ${how}`, numbers)
    return fail(symptom, `${missing}, although the writer wrote them all; ${how}`, numbers)
  }
  const soFar = parts[0]?.kind === 'hashed' ? '' : ', intact so far'
  const because = `${sizeText(goodBytes)} of ${sizeText(payload.bytes)} arrived${soFar}: ${doubt}`
  return inconclusive(because, numbers)
}

/** Bytes that came again may have been written again, unless it is known how much was written. */
function damaged(
  history: History,
  faults: readonly Fault[],
  { bytes, numbers }: { readonly bytes: number; readonly numbers: Numbers },
): Judged {
  const symptom = symptomOf(faults)
  const written = writtenInAll(history)
  if (symptom !== 'doubled' || written === bytes) return fail(symptom, faultText(faults), numbers)
  const how =
    written === null
      ? 'it is not known how much was written'
      : `the writer wrote ${written} bytes, not ${bytes}`
  return inconclusive(`${faultText(faults)}, but ${how}`, numbers)
}

function damageOf(stream: Received, parts: readonly (Payload | Hashed)[]): Damage {
  const [first] = parts
  if (first?.kind === 'hashed' && parts.length === 1) return hashedDamage(stream, first)
  const wanted = parts.filter(part => part.kind !== 'hashed')
  const whole = findDamage(stream.segments, wanted)
  return whole.faults.length === 0 ? whole : (eachDamage(stream, wanted) ?? whole)
}

/** Where each of several peers gets a payload of its own (a hub), one may have ended early; null: that does not explain everything. */
function eachDamage({ contents }: Received, wanted: readonly Payload[]): Damage | null {
  if (contents.length === 1 || contents.length !== wanted.length) return null
  const each = contents.map(({ segments }, index) => findDamage(segments, wanted.slice(index, index + 1)))
  if (each.some(({ faults }) => faults.length > 0)) return null
  return { faults: [], goodBytes: each.reduce((sum, { goodBytes }) => sum + goodBytes, 0) }
}

/** Of a hashed file it is not known where bytes are missing. */
function missingText(parts: readonly (Payload | Hashed)[], good: number, all: number): string {
  if (parts[0]?.kind === 'hashed') return `${all - good} of ${all} bytes are missing`
  return `the last ${all - good} of ${all} bytes are missing at offset ${good}`
}

/** Of a hashed file only its whole is known: a short stream has no fault that could be named. */
function hashedDamage({ bytes, sha256 }: Received, wanted: Hashed): Damage {
  if (bytes < wanted.bytes || sha256 === wanted.sha256) return { faults: [], goodBytes: bytes }
  if (bytes > wanted.bytes) {
    return { faults: [fault(`${bytes - wanted.bytes} bytes more than were written`)], goodBytes: 0 }
  }
  return { faults: [fault('the right number of bytes, but another sha256')], goodBytes: 0 }
}
