import type { Segment } from '../../model/contract/observation.ts'
import { type Damage, type Fault, fault } from './fault.ts'
import { foreign, segmentBytes } from './segments.ts'

/** How many bytes must agree where a stream is taken to go on after a fault. */
const agreeing = 8
const shownBytes = 8

/** Compares bytes that arrived with those that were written, one by one; the first fault is named. */
export function byteDamage(segments: readonly Segment[], wanted: string): Damage {
  const start = segments[0]?.offset ?? 0
  let got = ''
  for (const segment of segments) {
    const bytes = segmentBytes(segment)
    if (bytes === null) return { faults: [foreign(segment)], goodBytes: 0 }
    got += bytes
  }
  if (wanted.startsWith(got)) return { faults: [], goodBytes: got.length }
  let same = 0
  while (got[same] === wanted[same]) same++
  return { faults: [faultAt(got.slice(same), wanted, same, start + same)], goodBytes: same }
}

function faultAt(rest: string, wanted: string, same: number, offset: number): Fault {
  const due = wanted.slice(same)
  if (due === '') return fault(`${rest.length} bytes more than were written, at offset ${offset}: ${hex(rest)}`)
  for (let bytes = 1; bytes < Math.max(rest.length, due.length); bytes++) {
    if (goesOn(rest.slice(bytes), due)) {
      const more = rest.slice(0, bytes)
      const isAgain = wanted.slice(0, same).endsWith(more)
      return fault(`${hex(more)} ${isAgain ? 'repeated' : 'added'} at offset ${offset}`, isAgain)
    }
    if (goesOn(rest, due.slice(bytes)))
      return fault(`${bytes} bytes missing at offset ${offset}: ${hex(due.slice(0, bytes))}`)
    if (goesOn(rest.slice(bytes), due.slice(bytes)))
      return fault(
        `${hex(rest.slice(0, bytes))} at offset ${offset} where ${hex(due.slice(0, bytes))} was written`,
      )
  }
  return fault(`unexpected data at offset ${offset}: ${hex(rest)} where ${hex(due)} was written`)
}

/** Whether what arrived, and is long enough to tell, goes on as what was written. */
function goesOn(got: string, wanted: string): boolean {
  const length = Math.min(agreeing, wanted.length)
  return length > 0 && got.length >= length && got.startsWith(wanted.slice(0, length))
}

function hex(bytes: string): string {
  const shown = [...bytes.slice(0, shownBytes)].map(byte => `0x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
  return `${shown.join(' ')}${bytes.length > shownBytes ? ' …' : ''}`
}
