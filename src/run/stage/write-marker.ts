import { runningJobs } from '../../judge/jobs.ts'
import { ofPort } from '../../judge/of-port.ts'
import { markerByte, markerCommand, markerLine } from '../../model/case/marker.ts'
import { ofKind } from '../../model/contract/observation.ts'
import { messageOf } from '../../model/errors.ts'
import { fixedLimits } from '../../model/limits.ts'
import { timeLimit } from '../watch/time-limit.ts'
import type { LivePeer } from './live-peer.ts'
import type { ScriptContext } from './script-context.ts'

/**
 * After a standstill, tests whether missing bytes are lost: the side that wrote them writes one more line. If that line
 * arrives, the bytes before it are lost, else they are only held back.
 */
export async function writeMarker(play: ScriptContext, peers: readonly LivePeer[]): Promise<void> {
  const { journal, signal } = play
  using limit = timeLimit(fixedLimits.markerMs, signal)
  const writes =
    runningJobs(ofPort(journal.history, '')).length === 0
      ? byGuest(play, peers, limit.signal)
      : byHost(play, peers, limit.signal)
  await writes.catch(error => {
    if (!limit.isUp) journal.append({ kind: 'note', text: `the marker was not written: ${messageOf(error)}` })
  })
}

/** The guest writes, once all writers have ended, to the peers that read. What other peers read later is marked, too. */
async function byGuest(
  { cell, journal, guest }: ScriptContext,
  peers: readonly LivePeer[],
  signal: AbortSignal,
): Promise<void> {
  const own = peers.filter(({ port }) => port === '')
  const readers = own.filter(({ isReading }) => isReading)
  if (readers.length === 0) return
  for (const peer of own) peer.mark()
  // Before it is written: with a slow ssh, the line may arrive although the command does not end in time.
  journal.append({ kind: 'marker', by: 'guest', text: `${markerLine}\n` })
  const hasArrived = () => readers.every(({ bytesSinceMark }) => bytesSinceMark > markerLine.length)
  const arrives = journal.until(['read'], hasArrived, signal)
  const writes = guest.ssh.run(markerCommand(cell.case.frontend), signal).then(({ code, stderr }) => {
    if (code === 0 || hasArrived()) return arrives
    journal.append({ kind: 'marker', by: 'guest', text: '' })
    throw new Error(stderr.trim())
  })
  await Promise.race([arrives, writes])
}

/** The host writes, once it has sent everything, to a command in the guest that has read less than that. */
async function byHost(
  { journal }: ScriptContext,
  peers: readonly LivePeer[],
  signal: AbortSignal,
): Promise<void> {
  const sent = ofKind(journal.history, 'sent').at(-1)
  const sender = peers.find(({ name }) => name === sent?.peer)
  const reader = ofKind(journal.history, 'progress').findLast(({ readBytes }) => readBytes !== undefined)
  if (!sender?.isOpen || !sent || sent.total !== sent.of || reader?.readBytes === undefined) return
  const { job, readBytes } = reader
  if (readBytes >= sent.of) return
  // The guest may echo what it reads.
  for (const peer of peers) peer.mark()
  const write = async () => {
    await sender.write(Buffer.from(markerByte))
    journal.append({ kind: 'marker', by: 'host', text: markerByte })
  }
  const readsOn = () =>
    ofKind(journal.history, 'progress').some(now => now.job === job && (now.readBytes ?? 0) > readBytes)
  await Promise.all([write(), journal.until(['progress'], readsOn, signal)])
}
