import { setTimeout as delay } from 'node:timers/promises'
import { beatsSince } from '../../judge/silence/beats.ts'
import type { Case } from '../../model/case/case.ts'
import { errorInFile, errorText } from '../../model/case/case-file.ts'
import { fixedLimits } from '../../model/limits.ts'
import type { Stage } from '../../verbs/stage.ts'
import type { Cell } from '../cell.ts'
import { collectEvidence } from '../evidence.ts'
import type { Journal } from '../journal.ts'
import { Cut, cutFor } from '../watch/cut.ts'
import { hostTicks } from '../watch/host-ticks.ts'
import { LastActivity } from '../watch/last-activity.ts'
import { watchForEnd } from '../watch/watch-for-end.ts'
import { WatchedQemus } from '../watch/watched-qemus.ts'
import { describeLog } from './describe-log.ts'
import { liveStage } from './live-stage.ts'
import { readAfterCut } from './read-after-cut.ts'
import type { ScriptContext } from './script-context.ts'
import { writeMarker } from './write-marker.ts'

/** When a verb fails because QEMU ended, the end may be noticed only this much later. */
const exitNoticeMs = 1000

/**
 * Plays the case's script on the live stage. A freeze, a standstill, QEMU's exit, the time limit or the user's interrupt
 * cuts it, whichever comes first. After a cut, collects the evidence, and lets the host read to see whether the guest
 * comes back.
 */
export async function playScript(context: ScriptContext): Promise<void> {
  const { cell, journal, limits } = context
  const { frontend } = cell.case
  const cut = new AbortController()
  const { signal } = cut
  using qemus = new WatchedQemus(context, cut)
  const { stage, hosts } = liveStage({ ...context, signal }, cut, qemus)
  await hosts.look()
  using lastActivity = new LastActivity(journal)
  journal.append({ kind: 'phase', phase: 'script' })
  using _outside = watchForEnd(context, cut)
  qemus.add(context.guest.holder)
  using _ticks = hostTicks(journal, qemus, () => {
    const due = signal.aborted ? null : cutFor(journal.history, journal.now(), lastActivity.at, limits)
    if (due) cut.abort(due)
  })
  const ended = await race(playToEnd(cell, stage, journal, signal), cell.case, signal)
  if (ended) journal.append({ kind: 'cut', by: ended.by, why: ended.message })
  for (const [port, side] of context.hosts.sides) await describeLog(side, port, journal)
  if (ended) {
    if (ended.by === 'freeze' || ended.by === 'standstill' || ended.by === 'timeout') {
      const livePort = ended.by !== 'freeze' && frontend.isFile ? frontend.port : null
      await collectEvidence({ ...context, address: hosts.address }, livePort)
      if (ended.by === 'standstill') await writeMarker(context, hosts.peers)
      await readAfterCut(hosts, journal, context.signal)
    }
  }
  for (const peer of hosts.peers) peer.finish()
  journal.append({ kind: 'phase', phase: 'end' })
}

/** Plays the script, and then waits for a few beats. */
async function playToEnd(cell: Cell, stage: Stage, journal: Journal, signal: AbortSignal): Promise<void> {
  await cell.case.script(stage)
  const ended = journal.now()
  const hasBeats = () => beatsSince(journal.history, ended) >= fixedLimits.afterwordBeats
  await journal.until(['beat'], hasBeats, signal)
}

/** Resolves with the cut, or with null if the script ends without one. */
async function race(script: Promise<void>, { file }: Case, signal: AbortSignal): Promise<Cut | null> {
  const cutOff = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  // The loser of the race rejects later, with the same reason.
  script.catch(() => undefined)
  cutOff.catch(() => undefined)
  try {
    await Promise.race([script, cutOff])
    return null
  } catch (error) {
    if (error instanceof Cut) return error
    await delay(exitNoticeMs, null, { signal }).catch(() => undefined)
    if (signal.reason instanceof Cut) return signal.reason
    const inFile = file === undefined ? null : errorInFile(file.path, error)
    return new Cut('trouble', inFile ?? errorText(error))
  }
}
