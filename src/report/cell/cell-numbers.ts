import type { Freeze, Numbers } from '../../model/contract/verdict.ts'
import { durationText, sizeText } from '../../model/value/units.ts'

/** A name and what is to be said of it; foreign text is not escaped. */
export type Row = readonly [name: string, text: string]

/** All figures of a result, those of its freeze among them. */
export function figureRows(numbers: Numbers, freeze: Freeze | undefined): Row[] {
  return [...numberRows(numbers), ...(freeze === undefined ? [] : freezeRows(freeze))]
}

/** The figures of a result, as far as there are any: `accepted`, `688 KiB (704512 bytes)`. */
export function numberRows(numbers: Numbers): Row[] {
  const { acceptedBytes, drainedBytes, heldBackAtBytes, longestSilenceMs: silence } = numbers
  return [
    ...bytesRow('accepted', acceptedBytes),
    ...bytesRow('drained', drainedBytes),
    ...bytesRow('held back at', heldBackAtBytes),
    ...(silence === undefined
      ? []
      : [
          [
            'longest silence',
            `${durationText(silence.ssh)} on ssh, ${durationText(silence.serial)} on serial`,
          ] as const,
        ]),
  ]
}

/** What is known of a freeze: when, how it went on, and what stands. */
export function freezeRows(freeze: Freeze): Row[] {
  const called = durationText(freeze.calledAfterMs)
  const parts = [
    `the last beat came ${durationText(freeze.startedAtMs)} into the run, called a freeze ${called} later`,
    freeze.qmpAnswered ? 'QMP still answered' : 'QMP silent too',
    revivedText(freeze),
  ]
  const stands = [freeze.thread, freeze.waitsFor].filter(part => part !== undefined)
  return [
    ['freeze', parts.join(' · ')],
    ...(stands.length > 0 ? [['stands', stands.join(': ')] as const] : []),
  ]
}

function revivedText({ revived, revivedAfterMs, waitingBytes }: Freeze): string {
  if (!revived) return 'did not come back when the host read'
  const after = revivedAfterMs === undefined ? 'when' : `${durationText(revivedAfterMs)} after`
  return `came back ${after} the host read${waitingBytes === undefined ? '' : ` ${bytesText(waitingBytes)}`}`
}

function bytesRow(name: string, bytes: number | undefined): Row[] {
  return bytes === undefined ? [] : [[name, bytesText(bytes)]]
}

/** `172 KiB (176128 bytes)`: the exact figure is what people compare between runs. */
function bytesText(bytes: number): string {
  return bytes < 1024 ? sizeText(bytes) : `${sizeText(bytes)} (${bytes} bytes)`
}
