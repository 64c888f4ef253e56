import type { Payload } from '../../model/case/payload.ts'
import { countingLines } from '../../model/case/payload-chunks.ts'
import type { Segment } from '../../model/contract/observation.ts'
import { segmentText } from './segments.ts'

export type Counting = Payload & { kind: 'counting' }

/** Lines of a counting payload, by their numbers. */
export interface Lines {
  readonly first: number
  readonly last: number
}

/**
 * Whether a segment is the seam where a stream jumps back amid a line: the beginning of the line that was to come
 * (`next`), then the end of the line before those that come `again`.
 */
export function isSeam(segment: Segment, again: Lines, next: number, payload: Counting): boolean {
  if (again.first >= next || again.first < 2) return false
  const single = segment.kind !== 'count' || segment.first === segment.last
  if (!single || segment.length > 2 * payload.width) return false
  const [line, before] = [lineOf(next, payload), lineOf(again.first - 1, payload)]
  const text = segmentText(segment)
  if (text === null || text === before || text === line) return false
  let same = 0
  while (same < text.length && text[same] === line[same]) same++
  return text.slice(same).length <= before.length && before.endsWith(text.slice(same))
}

/** One line as it was written. */
export function lineOf(number: number, { width }: Counting): string {
  return countingLines(number, number, width).toString('latin1')
}
