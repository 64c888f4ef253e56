import { setTimeout as delay } from 'node:timers/promises'
import { beatsSince } from '../../judge/silence/beats-since.ts'
import type { Case } from '../../model/case/case.ts'
import { errorInFile, errorText } from '../../model/case/case-file.ts'
import { fixedLimits } from '../../model/limits.ts'
import type { Stage } from '../../verbs/stage.ts'
import type { Cell } from '../cell.ts'
import { collectEvidence } from '../evidence.ts'
import type { Journal } from '../journal.ts'
import { Cut, cutFor } from '../watch/cut.ts'
import { watchForEnd } from '../watch/watch-for-end.ts'
import { hostTicks } from '../watch/host-ticks.ts'
import { LastActivity } from '../watch/last-activity.ts'
import { pollQmp } from '../watch/poll-qmp.ts'
import { timeLimit } from '../watch/time-limit.ts'
import { liveStage } from './live-stage.ts'
import type { ScriptContext } from './script-context.ts'
import { readAfterCut } from './read-after-cut.ts'
import { writeMarker } from './write-marker.ts'

/** When a script's verb fails, QEMU's end, which explains it, may be noticed only this much later. */
const explanationMs = 1000

/** A guest that was well a moment ago; QEMU answers at once. */
const askMs = 5000

/**
 * Plays the case's script on the live stage, against heartbeat loss, QEMU's end, a standstill, the overall
 * limit and the person's interrupt: whichever comes first cuts it. After a cut the evidence is collected and
 * the host reads, to see whether the guest comes back.
 */
export async function playScript(play: ScriptContext): Promise<void> {
  const { cell, scene, journal, limits } = play
  const { frontend } = cell.case
  const cut = new AbortController()
  const { signal } = cut
  await look(play)
  const { stage, ...ends } = liveStage({ ...play, signal })
  using lastActivity = new LastActivity(journal)
  journal.append({ kind: 'phase', phase: 'script' })
  using _outside = watchForEnd(play, cut)
  using _pulse = pollQmp(scene.qmp, journal)
  using _heart = hostTicks(journal, scene.qemu.pid, () => {
    const called = signal.aborted ? null : cutFor(journal.history, journal.now(), lastActivity.at, limits)
    if (called) cut.abort(called)
  })
  const ended = await race(playToEnd(cell, stage, journal, signal), cell.case, signal)
  if (ended) {
    journal.append({ kind: 'cut', by: ended.by, why: ended.message })
    if (ended.by === 'freeze' || ended.by === 'standstill' || ended.by === 'timeout') {
      const livePort = ended.by !== 'freeze' && frontend.isFile ? frontend.port : null
      await collectEvidence(play, livePort)
      if (ended.by === 'standstill') await writeMarker(play, ends.peers)
      await readAfterCut(ends, journal, play.signal)
    }
  }
  for (const peer of ends.peers) peer.finish()
  journal.append({ kind: 'phase', phase: 'end' })
}

/** What is not learnt now is asked again when the script opens the chardev. */
async function look({ hostSide, scene, signal }: ScriptContext): Promise<void> {
  using limit = timeLimit(askMs, signal)
  await hostSide.look?.({ signal: limit.signal, monitor: scene.qmp }).catch(() => undefined)
}

/** The script, and then a few beats more. */
async function playToEnd(cell: Cell, stage: Stage, journal: Journal, signal: AbortSignal): Promise<void> {
  await cell.case.script(stage)
  const ended = journal.now()
  const seen = () => (beatsSince(journal.history, ended) >= fixedLimits.afterwordBeats ? true : undefined)
  await journal.until(['beat'], seen, signal)
}

/** Resolves with null at the script's end, or with the cut. */
async function race(script: Promise<void>, { file }: Case, signal: AbortSignal): Promise<Cut | null> {
  const cutOff = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  // Whichever loses the race rejects later, with the same reason.
  script.catch(() => undefined)
  cutOff.catch(() => undefined)
  try {
    await Promise.race([script, cutOff])
    return null
  } catch (error) {
    if (error instanceof Cut) return error
    await delay(explanationMs, null, { signal }).catch(() => undefined)
    if (signal.reason instanceof Cut) return signal.reason
    const inFile = file === undefined ? null : errorInFile(file.path, error)
    return new Cut('trouble', inFile ?? errorText(error))
  }
}
