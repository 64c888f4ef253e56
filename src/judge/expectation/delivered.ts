import { createHash } from 'node:crypto'
import type { Checks, Expectation, Judged } from '../../model/case/expectation.ts'
import type { Payload } from '../../model/case/payload.ts'
import { payloadChunks } from '../../model/case/payload-chunks.ts'
import { pythonBytes } from '../../model/case/python-bytes.ts'
import { cutOf, type FactOf, type History, ofKind } from '../../model/contract/observation.ts'
import { fixedLimits } from '../../model/limits.ts'
import { shellWord } from '../../model/value/shell-word.ts'
import { durationText, sizeText } from '../../model/value/units.ts'
import { printedLines, samplesOf, stillSince } from '../jobs.ts'
import { fail, inconclusive, pass } from '../judged.ts'
import { fairPart } from '../silence/fair-part.ts'
import { stuckDoubt } from '../stall/stuck-doubt.ts'

/** The SHA-256 of no bytes: a read from a port without a host returns end of file (Linux, port_fops_read). */
const nothing = createHash('sha256').digest('hex')

/** A reader that received what it waited for exits, and is no longer sampled this long after it. */
const watchedMs = 1000

/**
 * What the host sent arrived in the guest, byte for byte: the guest reads as many bytes as were sent and prints their
 * `sha256sum`. Fails with `loss` when the sum is another; with `stuck` when it is seen to wait, and no more is taken off
 * the host, or what was taken does not come for longer than anything may be late; without a symptom when it gets as much
 * as the host sends later, and waits for the rest.
 */
export function delivered(payload: Payload): Expectation {
  return { name: 'delivered', judge: history => judge(history, payload), checks: checks(payload) }
}

function checks(payload: Payload): Checks {
  return {
    standstill: `
  if [ -z "$JOB" ] || has_ended "$JOB"; then return; fi
  read -r _ sent _ < "$DIR/moved"
  stall=$(blocked "$JOB" 0 $((STANDSTILL_MS / 2)) r) || inconclusive 'nothing moves, but no reader in the guest was seen waiting for more'
  taken="QEMU accepted $sent of ${payload.bytes} bytes" waits="the guest waits for more: its reader $stall"
  if [ "$sent" -lt ${payload.bytes} ]; then
    fair "$STILL" "$STILL_FROM" $((STANDSTILL_MS / 2)) || inconclusive "$taken, but $(busy)"
    fail stuck "$taken and accepts no more, although $waits"
  fi
  got=$(awk '$1 == "r" { bytes = $3 } END { print bytes + 0 }' "$DIR/$JOB.watch")
  [ "$got" -lt ${payload.bytes} ] || inconclusive "$waits, but it has read $got bytes, and no more were sent"
  fair "$STILL" "$STILL_FROM" "$LATE_MS" || inconclusive "$taken, but $(busy)"
  fail stuck "$taken, but $waits"`,
    end: `
  SUM=$(sed -n 's/^\\([0-9a-f]\\{64\\}\\)  *-$/\\1/p' "$DIR"/job*.out | tail -n 1)
  [ -n "$SUM" ] || inconclusive 'the guest printed no sha256sum of what it read'
  [ "$SUM" != ${nothing} ] || inconclusive 'the guest read nothing: no host was connected when it opened the port'
  compared_by ${shellWord(`compare_sum(${pythonBytes(payload)}, ${payload.bytes}, `)}"'$SUM', 'in the guest')"
  [ "$COMPARED" = same ] || fail loss "$COMPARISON"
  prove "$COMPARISON"`,
  }
}

function judge(history: History, payload: Payload): Judged {
  const sum = saidSum(history)
  if (sum !== null) return compare(sum, payload)
  const silent = 'the guest printed no sha256sum of what it read'
  const cut = cutOf(history)
  const before = history.filter(({ at }) => at <= (cut?.at ?? at))
  const last = ofKind(before, 'sent').at(-1)
  const reader = ofKind(before, 'progress').findLast(({ readBytes }) => readBytes !== undefined)
  if (last === undefined) return inconclusive(`${silent}, and the host sent nothing`)
  if (reader === undefined) return inconclusive(`${silent}, and no reader was sampled`)
  if (cut?.by !== 'standstill') return inconclusive(silent)
  if (ofKind(before, 'peer').some(({ event }) => event === 'closed' || event === 'failed'))
    return inconclusive(`${silent}: the host had closed`)
  const fromMs = standsSince(before, reader)
  const doubt = stuckDoubt(history, { job: reader.job, fromMs, toMs: cut.at })
  if (doubt !== null) return inconclusive(`${silent}: its reader made no progress, but ${doubt}`)
  const waits = `the guest has been waiting for more for ${durationText(cut.at - fromMs)} (in ${reader.waitsIn})`
  const taken = `QEMU or its socket had accepted ${sizeText(last.total)} of ${sizeText(payload.bytes)}`
  if (last.total < payload.bytes) return fail('stuck', `${taken} and accepted no more, although ${waits}`)
  const got = reader.readBytes ?? 0
  if (got >= payload.bytes)
    return inconclusive(`${silent}: ${waits}, but has read ${got} bytes, and no more were sent`)
  const { fairMs } = fairPart(history, { fromMs, toMs: cut.at })
  if (fairMs < fixedLimits.lateMs) return inconclusive(`${taken}, and ${waits}: what is missing may be late`)
  const seen = samplesOf(history, reader.job)
  const marker = ofKind(history, 'marker').find(({ by }) => by === 'host')
  if (marker === undefined) return fail('stuck', `${taken}, but ${waits}`)
  const later = (seen.at(-1)?.readBytes ?? got) - got
  // Which byte that was is not seen: what holds back the last few lets go of one for each that comes.
  if (later === marker.text.length)
    return fail(
      null,
      `${taken}, but ${waits}; it received one more byte when the host sent one more: the missing bytes are lost or held back`,
    )
  if (later > 0)
    return fail(
      'stuck',
      `${taken}, but ${waits}; it received more only after the host had sent one more byte`,
    )
  const isWatched = (seen.at(-1)?.at ?? 0) > marker.at + watchedMs
  if (!isWatched) return inconclusive(`${taken}, and ${waits}; after that it was no longer sampled`)
  return fail('stuck', `${taken}, but ${waits}; it did not receive what the host sent after them either`)
}

/** Since when neither the reader has got anything nor QEMU has taken anything. */
function standsSince(history: History, { job }: FactOf<'progress'>): number {
  const taken = ofKind(history, 'sent').findLast(({ bytes }) => bytes > 0)
  return Math.max(stillSince(samplesOf(history, job)), taken?.at ?? 0)
}

function compare(sum: string, payload: Payload): Judged {
  const size = sizeText(payload.bytes)
  if (sum === nothing && payload.bytes > 0)
    return inconclusive('the guest read nothing: no host was connected when it opened the port')
  if (sum === sha256(payload)) return pass(`all ${size} arrived in the guest intact`)
  return fail('loss', `${size} arrived in the guest, but their sha256 is not that of what was sent`)
}

/** From `HASH  -`, which sha256sum prints for what it reads from a pipe. */
function saidSum(history: History): string | null {
  const line = printedLines(history).findLast(line => /^[0-9a-f]{64} +-$/.test(line))
  return line?.slice(0, 64) ?? null
}

function sha256(payload: Payload): string {
  const hash = createHash('sha256')
  for (const chunk of payloadChunks(payload)) hash.update(chunk)
  return hash.digest('hex')
}
