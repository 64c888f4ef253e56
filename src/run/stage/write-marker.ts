import { runningJobs } from '../../judge/job-ends.ts'
import { markerByte, markerCommand, markerLine } from '../../model/case/marker.ts'
import { ofKind } from '../../model/contract/observation.ts'
import { messageOf } from '../../model/errors.ts'
import { fixedLimits } from '../../model/limits.ts'
import { timeLimit } from '../watch/time-limit.ts'
import type { LivePeer } from './live-peer.ts'
import type { ScriptContext } from './script-context.ts'

/**
 * After a standstill, the decisive experiment on bytes that did not come: whoever wrote them writes one more line, and
 * the journal shows whether that comes. What was written before it is then lost, and not only held back.
 */
export async function writeMarker(play: ScriptContext, peers: readonly LivePeer[]): Promise<void> {
  const { journal, signal } = play
  using limit = timeLimit(fixedLimits.markerMs, signal)
  const writes =
    runningJobs(journal.history).length === 0
      ? byGuest(play, peers, limit.signal)
      : byHost(play, peers, limit.signal)
  await writes.catch(error => {
    if (!limit.isUp) journal.append({ kind: 'note', text: `the marker was not written: ${messageOf(error)}` })
  })
}

/** To the hosts that read, once all writers have ended. What the others get in the revival is set apart, too. */
async function byGuest(
  { cell, journal, scene }: ScriptContext,
  peers: readonly LivePeer[],
  signal: AbortSignal,
): Promise<void> {
  const readers = peers.filter(({ isReading }) => isReading)
  if (readers.length === 0) return
  for (const peer of peers) peer.mark()
  // Before it is written: where ssh is slow the line may come though the command is not seen to end in time.
  journal.append({ kind: 'marker', by: 'guest', text: `${markerLine}\n` })
  const isThere = () => readers.every(({ bytesSinceMark }) => bytesSinceMark > markerLine.length) || undefined
  const comes = journal.until(['read'], isThere, signal)
  const writes = scene.ssh.run(markerCommand(cell.case.frontend), signal).then(({ code, stderr }) => {
    if (code === 0 || isThere()) return comes
    journal.append({ kind: 'marker', by: 'guest', text: '' })
    throw new Error(stderr.trim())
  })
  await Promise.race([comes, writes])
}

/** To a command in the guest that reads, once all is sent, unless it has got as much. */
async function byHost({ journal }: ScriptContext, peers: readonly LivePeer[], signal: AbortSignal): Promise<void> {
  const sent = ofKind(journal.history, 'sent').at(-1)
  const sender = peers.find(({ name }) => name === sent?.peer)
  const reader = ofKind(journal.history, 'progress').findLast(({ readBytes }) => readBytes !== undefined)
  if (!sender?.isOpen || !sent || sent.total !== sent.of || reader?.readBytes === undefined) return
  const { job, readBytes } = reader
  if (readBytes >= sent.of) return
  // The guest may send back what it gets.
  for (const peer of peers) peer.mark()
  const wrote = async () => {
    await sender.write(Buffer.from(markerByte))
    journal.append({ kind: 'marker', by: 'host', text: markerByte })
  }
  const goesOn = () =>
    ofKind(journal.history, 'progress').some(now => now.job === job && (now.readBytes ?? 0) > readBytes) ||
    undefined
  await Promise.all([wrote(), journal.until(['progress'], goesOn, signal)])
}
