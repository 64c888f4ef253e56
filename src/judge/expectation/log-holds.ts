import type { Checks, Expectation, Judged } from '../../model/case/expectation.ts'
import type { Payload } from '../../model/case/payload.ts'
import { pythonBytes } from '../../model/case/python-bytes.ts'
import { type History, ofKind } from '../../model/contract/observation.ts'
import { shellWord } from '../../model/value/shell-word.ts'
import { sizeText } from '../../model/value/units.ts'
import { findDamage } from '../content/damage.ts'
import { faultText, symptomOf } from '../content/fault.ts'
import { writtenInAll } from '../content/unwritten.ts'
import { fail, inconclusive, pass } from '../judged.ts'

/** QEMU logs what it has written to the backend, right after it. */
const afterMs = 500

/**
 * QEMU's log of the chardev (`logged`) is byte for byte what the guest wrote, however slowly the host read. Fails with
 * `doubled` when bytes stand in it again that are known to have been written once; with `loss` when bytes are missing
 * inside, out of order or foreign, or when the host received more than the log holds.
 */
export function logHolds(payload: Payload): Expectation {
  return {
    name: 'logHolds',
    judge: history => judge(history, payload),
    checks: checks(payload),
    typed: () => [`>>> log_file.read() == ${pythonBytes(payload)}`, 'True'],
  }
}

/** Each line of a counting payload occurs once, so the log without its repeated lines tells a doubled line from a loss. */
function checks(payload: Payload): Checks {
  const wanted = pythonBytes(payload)
  const end = `
  compared_by ${shellWord(`logged = log_file.read()\ncompare(logged, ${wanted})`)}
  case $COMPARED in
    same) prove 'the log holds the same' ;;
    short) doubt "of the log $COMPARISON" ;;
    *) log_differs "the log differs from what was written: $COMPARISON" ;;
  esac
}

log_differs() { # TEXT
  written
  [ -n "$EXACT" ] && [ "$WRITTEN" = "$WANTED" ] || inconclusive "$1, but how much was written is not known for sure"
  compared_by ${shellWord(`compare(b"".join(dict.fromkeys(logged.splitlines(True))), ${wanted})`)}
  [ "$COMPARED" != same ] || fail doubled "$1"
  fail loss "$1"`
  return { end }
}

function judge(history: History, payload: Payload): Judged {
  const log = ofKind(history, 'content').findLast(({ log }) => log)
  if (log === undefined) return inconclusive('the journal does not say what the log holds')
  const { faults, goodBytes } = findDamage(log.segments, [payload])
  if (faults.length > 0) {
    const symptom = symptomOf(faults)
    const text = `in the log: ${faultText(faults)}`
    if (symptom !== 'doubled' || writtenInAll(history) === payload.bytes) return fail(symptom, text)
    return inconclusive(`${text}, but it is not known how much was written`)
  }
  if (log.cutShort || goodBytes !== log.bytes)
    return inconclusive('the journal does not describe all of the log')
  if (goodBytes === payload.bytes) return pass(`the log holds all ${sizeText(payload.bytes)}`)
  const came = ofKind(history, 'read').filter(({ at }) => at < log.at - afterMs)
  const received = came.reduce((sum, { bytes }) => sum + bytes, 0)
  const held = `the log holds the first ${sizeText(goodBytes)} of ${sizeText(payload.bytes)}`
  if (received > goodBytes)
    return fail('loss', `${held}, although the host had received ${sizeText(received)}`)
  return inconclusive(`${held}: QEMU may not have written more`)
}
