import { type FactOf, type History, ofKind } from '../model/observation.ts'
import { hasEnded } from './has-ended.ts'

/** How a missing end shows to be lost, or else stuck somewhere on the way. */
export interface Missing {
  readonly symptom: 'loss' | 'stuck'
  readonly how: string
}

/**
 * What became of bytes that were written and did not come. They are lost when QEMU ended the connection, or when the
 * line that the guest wrote after them came and they did not; otherwise QEMU may hold them yet.
 */
export function lostOrStuck(history: History): Missing {
  if (hasEnded(history)) return { symptom: 'loss', how: 'QEMU ended the connection' }
  const marker = ofKind(history, 'marker').find(({ by }) => by === 'guest')?.text
  if (marker === undefined) return { symptom: 'stuck', how: 'the host read on' }
  const after = ofKind(history, 'content').filter(({ afterMarker }) => afterMarker)
  if (after.some(({ bytes }) => bytes === 0)) {
    return { symptom: 'stuck', how: 'nor did a line come that the guest wrote after them' }
  }
  const isAlone = after.every(content => isLine(content, marker))
  if (isAlone) return { symptom: 'loss', how: 'a line came that the guest wrote after them' }
  return { symptom: 'stuck', how: 'more came only once the guest had written again' }
}

/** A terminal in the guest makes `\\r\\n` of a line's end. */
function isLine({ segments: [only, ...rest] }: FactOf<'content'>, marker: string): boolean {
  if (only?.kind !== 'other' || rest.length > 0) return false
  return ['\\x0a', '\\x0d\\x0a'].some(end => only.sample === marker.replace('\n', end))
}
