import type { Segment } from '../../model/contract/observation.ts'
import { type Damage, type Fault, fault } from './fault.ts'
import { foreign, segmentBytes } from './segments.ts'

const shownBytes = 8
/** Where a stream goes on is not looked for behind so many bytes. */
const mostSearched = 8192

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
  while (same < wanted.length && got[same] === wanted[same]) same++
  return { faults: [faultAt(got.slice(same), wanted, same, start + same)], goodBytes: same }
}

interface Explanation {
  /** Bytes that came though they were not due, and bytes that were due and did not come. */
  readonly more: number
  readonly less: number
  /** How far the stream then goes on as it should. */
  readonly agrees: number
}

/** Names the explanation after which the stream goes on best, and of equal ones the smallest. */
function faultAt(rest: string, wanted: string, same: number, offset: number): Fault {
  const due = wanted.slice(same)
  const most = Math.min(Math.max(rest.length, due.length), mostSearched)
  if (due === '')
    return fault(`${rest.length} bytes more than were written, at offset ${offset}: ${hex(rest)}`)
  let best: Explanation = { more: rest.length, less: due.length, agrees: 0 }
  for (let bytes = 1; bytes < most; bytes++) {
    for (const [more, less] of [
      [bytes, 0],
      [0, bytes],
      [bytes, bytes],
    ] as const) {
      const agrees = inCommon(rest.slice(more), due.slice(less))
      if (agrees > best.agrees) best = { more, less, agrees }
    }
  }
  const came = rest.slice(0, best.more)
  const missing = due.slice(0, best.less)
  if (best.less === 0) {
    const isAgain = wanted.slice(0, same).endsWith(came)
    return fault(`${hex(came)} ${isAgain ? 'repeated' : 'added'} at offset ${offset}`, isAgain)
  }
  if (best.more === 0) return fault(`${missing.length} bytes missing at offset ${offset}: ${hex(missing)}`)
  return fault(`${hex(came)} at offset ${offset} where ${hex(missing)} was written`)
}

function inCommon(one: string, other: string): number {
  const most = Math.min(one.length, other.length)
  let length = 0
  while (length < most && one[length] === other[length]) length++
  return length
}

function hex(bytes: string): string {
  const shown = [...bytes.slice(0, shownBytes)].map(
    byte => `0x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
  return `${shown.join(' ')}${bytes.length > shownBytes ? ' …' : ''}`
}
