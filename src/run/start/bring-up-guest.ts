import { closeSync, openSync } from 'node:fs'
import { fileEnd } from '../../cache/file-end.ts'
import { type Beat, beatOverSsh, parseBeat } from '../../guest/heartbeat.ts'
import { resyncCommand } from '../../guest/resync-command.ts'
import { serialTail } from '../../guest/serial-tail.ts'
import type { Ssh } from '../../guest/ssh.ts'
import { UnusableGuest } from '../../guest/unusable-guest.ts'
import { beatsSince } from '../../judge/silence/beats.ts'
import { type History, ofKind } from '../../model/contract/observation.ts'
import { InfraError, messageOf } from '../../model/errors.ts'
import { fixedLimits } from '../../model/limits.ts'
import type { QemuProcess } from '../../qemu/process.ts'
import type { Qmp } from '../../qemu/qmp.ts'
import { cpuSince, readSchedstat } from '../../qemu/watch/schedstat.ts'
import { timeLimit } from '../watch/time-limit.ts'
import { launch, resumeGuest } from './launch.ts'
import { logIn } from './log-in.ts'
import type { RunContext } from './run-context.ts'

/**
 * The user's own disk boots a whole distribution with all its services. A restored guest is up in half a second; the
 * limit allows for a loaded host.
 */
export const bootLimitMs = { kernel: 90_000, disk: 300_000, restored: 15_000 } as const
const serialPollMs = 10
const consoleLines = 12
const consoleBytes = 4096

/** A guest that is up, has an ssh connection and beats on both paths. */
export interface RunningGuest {
  readonly qemu: QemuProcess
  readonly qmp: Qmp
  /** Another one after a reset of the machine. */
  ssh: Ssh
  /** The host port that is forwarded to the guest's sshd. */
  readonly sshPort: number
  /** Resolves when the guest next reports that its sshd listens. */
  nextReady(signal: AbortSignal): Promise<void>
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
  const { journal, directory, signal, snapshot } = context
  journal.append({ kind: 'phase', phase: 'boot' })
  const serial = directory.file('serial')
  for (const file of [serial, directory.file('console')]) closeSync(openSync(file, 'w'))
  const { qemu, qmp, sshPort } = await launch(context, serial)
  const nextReady = followSerial(context, serial)
  const reportsReady = nextReady(signal)
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
  return { qemu, qmp, ssh, sshPort, nextReady }
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

/**
 * Adds the serial beats to the journal. What it returns resolves when the guest next reports that its sshd listens.
 */
function followSerial({ journal, lease }: RunContext, serial: string): RunningGuest['nextReady'] {
  const waiting: (() => void)[] = []
  const tail = serialTail(serial, serialPollMs, line => {
    const beat = parseBeat(line)
    if (beat) journal.append({ kind: 'beat', path: 'serial', ...beat })
    else if (line.trim() === 'ready') for (const resolve of waiting.splice(0)) resolve()
  })
  lease.add(() => tail[Symbol.dispose]())
  return signal =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      waiting.push(resolve)
    })
}

class QemuEnded extends InfraError {}

/** Whether the guest beats and only ssh fails. */
function isUnreachable(history: History, error: unknown): boolean {
  const beats = ofKind(history, 'beat')
  return !(error instanceof QemuEnded) && beats.length > 0 && beats.every(({ path }) => path === 'serial')
}

async function qemuExit(qemu: QemuProcess): Promise<never> {
  const { code, signal, output } = await qemu.exited
  throw new QemuEnded(`QEMU ended (${signal ?? `status ${code}`}): ${output || 'it printed nothing'}`)
}

function lastConsoleLines(path: string): string {
  const lines = fileEnd(path, consoleBytes)
    .split(/\r*\n/)
    .filter(line => line.trim() !== '')
  return lines.length === 0
    ? '; its console is empty'
    : `\nthe last lines of its console:\n${lines.slice(-consoleLines).join('\n')}`
}
