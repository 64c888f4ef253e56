import { fileEnd } from '../../cache/file-end.ts'
import { type Beat, beatOverSsh } from '../../guest/heartbeat.ts'
import { resyncCommand } from '../../guest/resync-command.ts'
import type { Ssh } from '../../guest/ssh.ts'
import { UnusableGuest } from '../../guest/unusable-guest.ts'
import { beatsSince } from '../../judge/silence/beats.ts'
import { type History, ofKind } from '../../model/contract/observation.ts'
import { InfraError, messageOf } from '../../model/errors.ts'
import { fixedLimits } from '../../model/limits.ts'
import type { QemuProcess } from '../../qemu/process.ts'
import { cpuSince, readSchedstat } from '../../qemu/watch/schedstat.ts'
import { timeLimit } from '../watch/time-limit.ts'
import { type FollowedQemu, launchFollowed } from './followed-qemu.ts'
import { resumeGuest } from './launch.ts'
import { logIn } from './log-in.ts'
import { QemuEnded, qemuExit } from './qemu-exit.ts'
import type { RunContext } from './run-context.ts'

/**
 * The user's own disk boots a whole distribution with all its services. A restored guest is up in half a second; the
 * limit allows for a loaded host.
 */
export const bootLimitMs = { kernel: 90_000, disk: 300_000, restored: 15_000 } as const
const consoleLines = 12
const consoleBytes = 4096

/** A guest that is up, has an ssh connection and beats on both paths. */
export interface RunningGuest {
  /** The QEMU that it runs in; another one after it has moved. */
  holder: FollowedQemu
  /** The file that backs its memory, mapped privately; null if none does. */
  readonly ram: string | null
  /** Another one after it has moved, or the machine was reset. */
  ssh: Ssh
}

/**
 * Starts QEMU, waits for the guest, connects over ssh, and waits for the healthy phase. Throws InfraError, which says
 * where the guest stopped, if it does not come up, or UnusableGuest if it booted but cannot be used.
 */
export async function bringUpGuest(context: RunContext): Promise<RunningGuest> {
  const allowedMs = bootLimitMs[context.snapshot ? 'restored' : context.cell.guest.kind]
  using limit = timeLimit(allowedMs, context.signal)
  try {
    return await startAndConnect({ ...context, signal: limit.signal })
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason
    if (error instanceof UnusableGuest) throw error
    const lastTry = error instanceof InfraError ? ` (${error.message})` : ''
    const why = limit.isUp ? `it was not up after ${allowedMs / 1000} s${lastTry}` : messageOf(error)
    const lines = lastConsoleLines(context.directory.file('console'))
    const what = isUnreachable(context.journal.history, error)
      ? 'the guest is up and beats on its serial port, but is not reachable by ssh'
      : 'the guest did not come up'
    throw new InfraError(`${what}: ${why}${lines}`, { cause: error })
  }
}

async function startAndConnect(context: RunContext): Promise<RunningGuest> {
  const { journal, signal, snapshot } = context
  journal.append({ kind: 'phase', phase: 'boot' })
  const holder = await launchFollowed(context)
  const { qemu, qmp, sshPort } = holder
  const reportsReady = holder.nextReady(signal)
  reportsReady.catch(() => undefined)
  if (snapshot) await Promise.race([resumeGuest(qmp, snapshot, signal), qemuExit(qemu)])
  // The guest in a snapshot was ready already; its first beat shows that it runs.
  const listens = snapshot ? journal.until(['beat'], beat => beat !== null, signal) : reportsReady
  const connect = async () => {
    const ssh = await logIn(context, sshPort, listens)
    await healthyPhase(context, ssh, qemu)
    return ssh
  }
  const ssh = await Promise.race([connect(), qemuExit(qemu)])
  return { holder, ram: snapshot?.ram ?? null, ssh }
}

/** Starts the heartbeat over ssh, and records beats and QEMU's CPU use while the guest is healthy. */
async function healthyPhase(
  { journal, limits, snapshot, signal }: RunContext,
  ssh: Ssh,
  qemu: QemuProcess,
): Promise<void> {
  const beating = { everyMs: limits.beatEveryMs, after: snapshot ? resyncCommand() : null }
  const onBeat = (beat: Beat) => journal.append({ kind: 'beat', path: 'ssh', ...beat })
  const { began } = await beatOverSsh(ssh, beating, onBeat, signal)
  journal.append({ kind: 'phase', phase: 'healthy' })
  const healthySince = ofKind(journal.history, 'phase').at(-1)?.at ?? 0
  const beats = (count: number) =>
    journal.until(['beat'], () => beatsSince(journal.history, healthySince) > count, signal)
  // During the first few, the guest still loads the programs that beat.
  await Promise.all([began, beats(fixedLimits.firstBeats)])
  const before = readSchedstat(qemu.pid)
  await beats(fixedLimits.healthyBeats)
  const after = readSchedstat(qemu.pid)
  if (before && after) journal.append({ kind: 'cpu', ...cpuSince(before, after) })
}

/** Whether the guest beats and only ssh fails. */
function isUnreachable(history: History, error: unknown): boolean {
  const beats = ofKind(history, 'beat')
  return !(error instanceof QemuEnded) && beats.length > 0 && beats.every(({ path }) => path === 'serial')
}

function lastConsoleLines(path: string): string {
  const lines = fileEnd(path, consoleBytes)
    .split(/\r*\n/)
    .filter(line => line.trim() !== '')
  return lines.length === 0
    ? '; its console is empty'
    : `\nthe last lines of its console:\n${lines.slice(-consoleLines).join('\n')}`
}
