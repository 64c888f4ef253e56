import { type Beat, beatOverSsh } from '../../guest/heartbeat.ts'
import { beatsSince } from '../../judge/silence/beats.ts'
import { fixedLimits } from '../../model/limits.ts'
import type { RunningGuest } from './bring-up-guest.ts'
import type { RunContext } from './run-context.ts'

/** Starts the heartbeat over a new ssh connection, and waits until the guest beats on both paths. */
export async function beatsAgain(
  { journal, limits, signal }: RunContext,
  { ssh }: Pick<RunningGuest, 'ssh'>,
): Promise<void> {
  const since = journal.now()
  const onBeat = (beat: Beat) => journal.append({ kind: 'beat', path: 'ssh', ...beat })
  await beatOverSsh(ssh, { everyMs: limits.beatEveryMs, after: null }, onBeat, signal)
  // During the first few, the guest still loads the programs that beat.
  const beats = () => beatsSince(journal.history, since) >= fixedLimits.firstBeats || undefined
  await journal.until(['beat'], beats, signal)
}
