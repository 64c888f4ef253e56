import type { Freeze, Numbers } from '../../model/contract/verdict.ts'
import { durationText, sizeText } from '../../model/value/units.ts'

/** A name and its value; foreign text is not escaped. */
export type Row = readonly [name: string, text: string]

/** All figures of a result, those of a freeze included. */
export function figureRows(numbers: Numbers, freeze: Freeze | undefined): Row[] {
  return [...numberRows(numbers), ...(freeze === undefined ? [] : freezeRows(freeze))]
}

/** The figures that a result has: `accepted`, `688 KiB (704512 bytes)`. */
export function numberRows(numbers: Numbers): Row[] {
  const { acceptedBytes, drainedBytes, heldBackAtBytes, longestSilenceMs: silence } = numbers
  return [
    ...bytesRow('accepted', acceptedBytes),
    ...bytesRow('drained', drainedBytes),
    ...bytesRow('held back at', heldBackAtBytes),
    ...(silence === undefined ? [] : [silenceRow(silence)]),
  ]
}

/** When the guest froze, whether it came back, and which thread of QEMU waited for what. */
export function freezeRows(freeze: Freeze): Row[] {
  const called = durationText(freeze.calledAfterMs)
  const parts = [
    `last heartbeat ${durationText(freeze.startedAtMs)} into the run, called a freeze ${called} later`,
    freeze.qmpAnswered ? 'QMP still answered' : 'QMP did not answer either',
    endText(freeze),
  ]
  const thread = [freeze.thread, freeze.waitsFor].filter(part => part !== undefined).join(': ')
  return [['freeze', parts.join(' · ')], ...(thread === '' ? [] : [['thread', thread] as const])]
}

function endText({ revived, revivedAfterMs, waitingBytes }: Freeze): string {
  if (!revived) return 'the guest did not come back when the host read'
  const after = revivedAfterMs === undefined ? 'when' : `${durationText(revivedAfterMs)} after`
  return `the guest came back ${after} the host read${waitingBytes === undefined ? '' : ` ${bytesText(waitingBytes)}`}`
}

function silenceRow({ ssh, serial }: NonNullable<Numbers['longestSilenceMs']>): Row {
  return ['longest silence', `${durationText(ssh)} on ssh, ${durationText(serial)} on serial`]
}

function bytesRow(name: string, bytes: number | undefined): Row[] {
  return bytes === undefined ? [] : [[name, bytesText(bytes)]]
}

/** `172 KiB (176128 bytes)`: the exact figure is there to be compared between runs. */
function bytesText(bytes: number): string {
  return bytes < 1024 ? sizeText(bytes) : `${sizeText(bytes)} (${bytes} bytes)`
}
