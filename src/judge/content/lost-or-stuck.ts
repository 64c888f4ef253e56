import { cutOf, type FactOf, type History, ofKind } from '../../model/contract/observation.ts'
import { fixedLimits } from '../../model/limits.ts'
import { durationText } from '../../model/value/units.ts'
import { connectionEnded, isHub, peersBefore } from '../peers.ts'
import { fairPart } from '../silence/fair-part.ts'

/** How a missing end shows to be lost, or else stuck somewhere on the way; `null`: that is not known. */
export interface Missing {
  readonly symptom: 'loss' | 'stuck' | null
  readonly how: string
}

/**
 * What became of the bytes that were written and did not come. They are lost when QEMU ended the connection, or when the
 * line that the guest wrote after them came and they did not; otherwise QEMU may hold them yet. `peer`: on which
 * connection they should have come, if only one is looked at.
 */
export function lostOrStuck(history: History, missingBytes: number, peer?: string): Missing {
  if (connectionEnded(history)) return { symptom: 'loss', how: 'QEMU ended the connection' }
  const marker = ofKind(history, 'marker').findLast(({ by }) => by === 'guest')
  if (marker === undefined) return { symptom: 'stuck', how: 'the host kept reading' }
  if (marker.text === '') {
    return {
      symptom: null,
      how: 'the guest could not open the port again: a process may still be writing to it',
    }
  }
  // QEMU had not left these when the script was cut.
  const peers = peersBefore(history, cutOf(history)?.at ?? marker.at)
  const after = ofKind(history, 'content').filter(
    content =>
      content.afterMarker && peers.get(content.peer) === 'reading' && content.peer === (peer ?? content.peer),
  )
  const came = after.filter(({ bytes }) => bytes > 0)
  if (came.length === 0 || (isHub(history) && came.length < after.length)) {
    const { fairMs } = fairPart(history, { fromMs: marker.at, toMs: history.at(-1)?.at ?? marker.at })
    if (fairMs < fixedLimits.markerMs / 2) {
      const waited = `waited for only ${durationText(fairMs)}, not counting time in which it was starved`
      return { symptom: null, how: `for a line that the guest wrote after them the host ${waited}` }
    }
    return { symptom: 'stuck', how: 'a line that the guest was to write after them did not arrive either' }
  }
  if (came.every(content => isLine(content, marker.text))) {
    return { symptom: 'loss', how: 'a line that the guest wrote after them arrived' }
  }
  if (came.some(({ bytes }) => bytes === missingBytes)) {
    return { symptom: null, how: 'as many bytes as are missing arrived later, without a line after them' }
  }
  return { symptom: 'stuck', how: 'more arrived only after the guest had written again' }
}

/** Once or more. A terminal in the guest makes `\\r\\n` of a line's end. */
function isLine({ segments: [only, ...rest] }: FactOf<'content'>, marker: string): boolean {
  if (only?.kind !== 'other' || rest.length > 0) return false
  const line = marker.replace('\n', '\\x0a')
  return only.sample.replaceAll('\\x0d\\x0a', '\\x0a').replaceAll(line, '') === ''
}
