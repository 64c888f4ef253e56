import type { Expectation, Judged } from '../../model/case/expectation.ts'
import type { Payload } from '../../model/case/payload.ts'
import { pythonBytes } from '../../model/case/python-bytes.ts'
import type { History, Segment } from '../../model/contract/observation.ts'
import { UsageError } from '../../model/errors.ts'
import { shellWord } from '../../model/value/shell-word.ts'
import { sizeText } from '../../model/value/units.ts'
import { type Damage, type Fault, fault, faultText, symptomOf } from '../content/fault.ts'
import { lostOrStuck } from '../content/lost-or-stuck.ts'
import { received } from '../content/received.ts'
import { foreign, span } from '../content/segments.ts'
import { whyUnread } from '../content/unread.ts'
import { fail, inconclusive, pass } from '../judged.ts'

type Counting = Payload & { readonly kind: 'counting' }

/**
 * Several writers share the port, and each wrote an equal part of the lines: `writers: 2` of 200 lines wrote 1 to 100 and
 * 101 to 200. Every line is whole, and each writer's lines are in order; how they interleave is free. Fails with `loss`
 * for lines that are torn, missing or out of order, with `doubled` for lines that came again.
 */
export function interleaved(payload: Counting, { writers }: { readonly writers: number }): Expectation {
  const each = payload.lines / writers
  if (!Number.isSafeInteger(each))
    throw new UsageError(`expected lines for ${writers} writers, got ${payload.lines}`)
  const sorted = `by_writer($READ_IN_ALL, ${payload.width}, ${each})`
  return {
    name: 'interleaved',
    judge: history => judge(history, payload, each),
    checks: { end: `arrives "compare(${sorted}, "${shellWord(`${pythonBytes(payload)})`)}` },
  }
}

function judge(history: History, payload: Counting, each: number): Judged {
  const stream = received(history)
  if (stream === null) return inconclusive('the journal does not say what the host received')
  const numbers = { drainedBytes: stream.bytes }
  const { faults, goodBytes } = damage(stream.segments, payload, each)
  if (faults.length > 0) return fail(symptomOf(faults), faultText(faults), numbers)
  if (stream.cutShort)
    return inconclusive('the journal does not describe all that the host received', numbers)
  const size = sizeText(payload.bytes)
  if (goodBytes === payload.bytes)
    return pass(`all ${size} arrived, each writer's lines whole and in order`, numbers)
  const doubt = whyUnread(history, null)
  const came = `${goodBytes} of ${payload.bytes} bytes arrived`
  if (doubt !== null) return inconclusive(`${came}: ${doubt}`, numbers)
  const { symptom, how } = lostOrStuck(history, payload.bytes - goodBytes)
  return symptom === null
    ? inconclusive(`${came}; ${how}`, numbers)
    : fail(symptom, `${came}; ${how}`, numbers)
}

function damage(segments: readonly Segment[], payload: Counting, each: number): Damage {
  const faults: Fault[] = []
  /** The next line of each writer. */
  const next = new Map<number, number>()
  let goodBytes = 0
  for (const [index, segment] of segments.entries()) {
    if (segment.kind !== 'count' || segment.width !== payload.width || segment.last > payload.lines) {
      // The beginning of a line that had not come to its end.
      const isBegun =
        index === segments.length - 1 && segment.kind === 'other' && segment.length < payload.width
      if (!isBegun) faults.push(foreign(segment))
      continue
    }
    goodBytes += segment.length
    for (let line = segment.first; line <= segment.last; line++) {
      const writer = Math.floor((line - 1) / each)
      const due = next.get(writer) ?? writer * each + 1
      if (line > due) faults.push(fault(`${span(due, line - 1)} missing or late at offset ${segment.offset}`))
      if (line < due) faults.push(fault(`${span(line, line)} again at offset ${segment.offset}`, true))
      next.set(writer, Math.max(due, line + 1))
    }
  }
  return { faults, goodBytes }
}
