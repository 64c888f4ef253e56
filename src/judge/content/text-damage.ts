import type { Segment } from '../../model/contract/observation.ts'
import { quoted } from '../quoted.ts'
import { type Damage, type Fault, fault } from './fault.ts'
import { foreign, segmentText } from './segments.ts'

const shownBytes = 40

/** Compares a short text that arrived with the one that was written; the first fault is named. */
export function textDamage(segments: readonly Segment[], wanted: string): Damage {
  const start = segments[0]?.offset ?? 0
  let got = ''
  for (const segment of segments) {
    const text = segmentText(segment)
    if (text === null) return { faults: [foreign(segment)], goodBytes: 0 }
    got += text
  }
  if (wanted.startsWith(got)) return { faults: [], goodBytes: got.length }
  const same = commonLines(got, wanted)
  return { faults: [faultAt(got, wanted, same, start + same)], goodBytes: same }
}

function faultAt(got: string, wanted: string, same: number, offset: number): Fault {
  const rest = got.slice(same)
  if (same === wanted.length)
    return fault(
      `${rest.length} bytes more than were written, at offset ${offset}`,
      isAgain(rest, wanted, same),
    )
  for (let next = same + 1; next < wanted.length; next++) {
    // Only whole lines: a single letter would be found anywhere.
    if (wanted[next - 1] === '\n' && wanted.startsWith(rest, next)) {
      const missing = wanted.slice(same, next)
      return fault(`${missing.length} bytes missing at offset ${offset}: ${shown(missing)}`)
    }
  }
  if (wanted.slice(0, same).includes(firstLine(rest)))
    return fault(`${shown(firstLine(rest))} repeated at offset ${offset}`, isAgain(rest, wanted, same))
  const skipped = wanted.indexOf(firstLine(rest), same)
  if (skipped !== -1)
    return fault(`${shown(wanted.slice(same, skipped))} missing or late at offset ${offset}`)
  return fault(
    `unexpected data at offset ${offset}: ${shown(rest)} where ${shown(wanted.slice(same))} was written`,
  )
}

/** Whether a stream that was right up to `same` only goes back there, to the beginning of a line, and on from it. */
function isAgain(rest: string, wanted: string, same: number): boolean {
  const written = wanted.slice(0, same)
  const lines = [...written.matchAll(/^/gm)].map(({ index }) => index)
  return lines.some(from => from < same && (wanted.startsWith(rest, from) || written.slice(from) === rest))
}

/** The length of the beginning that both share, up to the end of a line. */
function commonLines(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length++
  return one.lastIndexOf('\n', length - 1) + 1
}

function firstLine(text: string): string {
  const end = text.indexOf('\n')
  return end === -1 ? text : text.slice(0, end + 1)
}

function shown(text: string): string {
  const begin = text.length > shownBytes ? `${text.slice(0, shownBytes)}…` : text
  return quoted(begin.replaceAll('\n', '\\n'), 2 * shownBytes)
}
