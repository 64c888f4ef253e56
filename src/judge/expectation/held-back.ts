import type { Checks, Expectation, Judged } from '../../model/case/expectation.ts'
import { type History, ofKind } from '../../model/contract/observation.ts'
import { largest } from '../../model/value/extreme.ts'
import { durationText, type Size, sizeBytes, sizeText } from '../../model/value/units.ts'
import { fail, inconclusive, pass } from '../judged.ts'
import { findHostStall } from '../stall/host-stall.ts'

/**
 * Pressure towards the guest happened, and QEMU bore it: while the guest did not read, the chardev took no more of
 * what the host sent, and QEMU's memory grew by less than `growth`. Fails with `growth` when it grew by more, and as much was
 * taken: then QEMU keeps what it should have left to the host. Without the proven pressure it is inconclusive.
 */
export function heldBack({ growth }: { readonly growth: Size }): Expectation {
  const most = sizeBytes(growth)
  return { name: 'heldBack', judge: history => judge(history, most), checks: checks(most) }
}

function checks(most: number): Checks {
  return {
    unsent: `
  if [ "$grown" -gt ${most} ] && [ "$sent" -gt ${most} ]; then
    fail growth "QEMU took $sent bytes that the guest does not read, and its memory grew by $grown (limit ${most})"
  fi`,
    end: `[ -n "$HELD_BACK" ] || doubt 'the chardev was never seen to stop accepting bytes: no back-pressure was proven'`,
  }
}

function judge(history: History, most: number): Judged {
  const begin = ofKind(history, 'sent')[0]
  if (begin === undefined) return inconclusive('the host sent nothing')
  const stall = findHostStall(history)
  const readMs = readerMs(history, begin.at)
  const grown = growth(history, begin.at, readMs)
  const taken = ofKind(history, 'sent').findLast(({ at }) => at <= readMs)?.total ?? 0
  // The guest's own memory grows, too, when it touches more of it.
  if (grown !== null && Math.min(grown, taken) > most) {
    const because = `QEMU's memory grew by ${sizeText(grown)} while the guest did not read (limit ${sizeText(most)})`
    return fail('growth', because)
  }
  if (stall === null) {
    const because = `the chardev was never seen to stop accepting bytes (${sizeText(taken)} of ${sizeText(begin.of)}), so no back-pressure was proven`
    return inconclusive(because)
  }
  if (grown === null) return inconclusive("QEMU's memory was not measured")
  const { bytes, atMs, sinceMs } = stall
  const because = `the chardev accepted nothing for ${durationText(atMs - sinceMs)} after ${sizeText(bytes)}, and QEMU's memory grew by ${sizeText(grown)}`
  return pass(because, { heldBackAtBytes: bytes })
}

/** When the guest began to read: the first command that was started in it since the host began to send. */
function readerMs(history: History, fromMs: number): number {
  const start = ofKind(history, 'job').find(({ event, at }) => event === 'started' && at > fromMs)
  return start?.at ?? history.at(-1)?.at ?? fromMs
}

function growth(history: History, fromMs: number, toMs: number): number | null {
  const memory = ofKind(history, 'memory')
  const before = memory.findLast(({ at }) => at <= fromMs)
  const during = memory.filter(({ at, process }) => at > fromMs && at <= toMs && process === before?.process)
  if (before === undefined || during.length === 0) return null
  return Math.max(0, largest(during.map(({ bytes }) => bytes - before.bytes)))
}
