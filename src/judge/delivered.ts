import { createHash } from 'node:crypto'
import type { Checks, Expectation, Judged } from '../model/expectation.ts'
import { type History, ofKind } from '../model/observation.ts'
import type { Payload } from '../model/payload.ts'
import { payloadChunks } from '../model/payload-chunks.ts'
import { pythonBytes } from '../model/python-bytes.ts'
import { shellWord } from '../model/shell-word.ts'
import { sizeText } from '../model/units.ts'
import { findDeath } from './death.ts'
import { callSilence } from './freeze.ts'
import { fail, inconclusive, pass } from './judged.ts'

/**
 * What the host sent arrived in the guest, byte for byte: the guest reads as many bytes as were sent and says their
 * `sha256sum`. Another sum is `loss`; so is a guest that waits for bytes which QEMU has taken and nothing moves any
 * more. A guest that reads while the chardev takes nothing is `stuck`.
 */
export function delivered(payload: Payload): Expectation {
  return { name: 'delivered', judge: history => judge(history, payload), checks: checks(payload) }
}

function checks(payload: Payload): Checks {
  return {
    standstill: `
  if [ -z "$JOB" ] || has_ended "$JOB"; then return; fi
  read -r _ sent _ < "$DIR/moved"
  taken="QEMU took $sent of ${payload.bytes} bytes"
  [ "$sent" -lt ${payload.bytes} ] || fail loss "$taken, but the guest waits for more"
  fail stuck "$taken and takes no more, though the guest waits for more"`,
    end: `
  SUM=$(sed -n 's/^\\([0-9a-f]\\{64\\}\\)  *-$/\\1/p' "$DIR"/job*.out | tail -n 1)
  [ -n "$SUM" ] || inconclusive 'the guest did not say what it has read'
  compared_by ${shellWord(`compare_sum(${pythonBytes(payload)}, ${payload.bytes}, `)}"'$SUM', 'in the guest')"
  [ "$COMPARED" = same ] || fail loss "$COMPARISON"
  prove "$COMPARISON"`,
  }
}

function judge(history: History, payload: Payload): Judged {
  const sum = saidSum(history)
  if (sum !== null) return compare(sum, payload)
  const cut = ofKind(history, 'cut')[0]
  const silent = 'the guest did not say what it had read'
  if (findDeath(history) !== null) return inconclusive(`${silent}: QEMU ended`)
  if (callSilence(history) !== null) return inconclusive(`${silent}: it fell silent`)
  if (cut?.by !== 'standstill') return inconclusive(silent)
  const reader = ofKind(history, 'job').findLast(({ event }) => event === 'started')
  const begin = ofKind(history, 'sent')[0]
  const last = ofKind(history, 'sent').at(-1)
  if (!reader || !begin || !last || reader.at < begin.at) return inconclusive(`${silent}: it did not read`)
  if (ofKind(history, 'peer').some(({ event }) => event === 'closed' || event === 'failed'))
    return inconclusive(`${silent}: the host had closed`)
  const taken = `QEMU had taken ${sizeText(last.total)} of ${sizeText(payload.bytes)}`
  const waits = `the guest waited for more, and nothing moved`
  if (last.total === payload.bytes) return fail('loss', `${taken}, but ${waits}`)
  return fail('stuck', `${taken} and took no more, though ${waits}`)
}

function compare(sum: string, payload: Payload): Judged {
  const size = sizeText(payload.bytes)
  if (sum === sha256(payload)) return pass(`all ${size} arrived in the guest intact`)
  return fail('loss', `${size} arrived in the guest, but not those that were sent (sha256)`)
}

/** `HASH  -`, as sha256sum says of what it reads from a pipe. */
function saidSum(history: History): string | null {
  const said = ofKind(history, 'job').map(fact => (fact.event === 'said' ? fact.text : ''))
  return said.map(text => /^([0-9a-f]{64}) +-\s*$/.exec(text)?.[1]).findLast(sum => sum !== undefined) ?? null
}

function sha256(payload: Payload): string {
  const hash = createHash('sha256')
  for (const chunk of payloadChunks(payload)) hash.update(chunk)
  return hash.digest('hex')
}
