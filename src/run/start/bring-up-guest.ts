import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resyncCommand } from '../../guest/resync-command.ts'
import { type Beat, beatOverSsh, parseBeat } from '../../guest/heartbeat.ts'
import { serialTail } from '../../guest/serial-tail.ts'
import type { Ssh } from '../../guest/ssh.ts'
import { UnusableGuest } from '../../guest/unusable-guest.ts'
import { beatsSince } from '../../judge/silence/beats-since.ts'
import { type History, ofKind } from '../../model/contract/observation.ts'
import { InfraError, messageOf } from '../../model/errors.ts'
import { fixedLimits } from '../../model/limits.ts'
import type { QemuProcess } from '../../qemu/process.ts'
import type { Qmp } from '../../qemu/qmp.ts'
import { cpuSince, readSchedstat } from '../../qemu/watch/schedstat.ts'
import { timeLimit } from '../watch/time-limit.ts'
import { resumeGuest, launch } from './launch.ts'
import { logIn } from './log-in.ts'
import type { RunContext } from './run-context.ts'

/**
 * A disk of the user's own boots a whole distribution, with all its services. A restored guest is there in half a
 * second; ten times that, and more, is for a host with much else to do.
 */
const limitMs = { kernel: 90_000, disk: 300_000, restored: 15_000 } as const
const serialPollMs = 10
const consoleLines = 12

/** A guest that is up, is controlled over ssh and beats on both paths. */
export interface RunningGuest {
  readonly qemu: QemuProcess
  readonly qmp: Qmp
  readonly ssh: Ssh
}

/**
 * Starts QEMU, waits for the guest, connects, and lets it beat through its healthy phase.
 * A guest that does not come up is a harness error: InfraError, which says where it stopped. So is one that came up but
 * does not suit us: UnfitGuest.
 */
export async function bringUpGuest(context: RunContext): Promise<RunningGuest> {
  const allowedMs = limitMs[context.snapshot ? 'restored' : context.cell.guest.kind]
  using limit = timeLimit(allowedMs, context.signal)
  try {
    return await startAndConnect({ ...context, signal: limit.signal })
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason
    if (error instanceof UnusableGuest) throw error
    const late = `it was not up after ${allowedMs / 1000} s`
    const why = limit.isUp ? `${late}${lastTry(error)}` : messageOf(error)
    const lines = await lastConsoleLines(context.directory.file('console'))
    const what = isUnreachable(context.journal.history, error)
      ? 'the guest is up and beats on its serial port, but is not reachable by ssh'
      : 'the guest did not boot'
    throw new InfraError(`${what}: ${why}${lines}`, { cause: error })
  }
}

async function startAndConnect(context: RunContext): Promise<RunningGuest> {
  const { journal, directory, signal, snapshot } = context
  journal.append({ kind: 'phase', phase: 'boot' })
  const serial = directory.file('serial')
  for (const file of [serial, directory.file('console')]) closeSync(openSync(file, 'w'))
  const { qemu, qmp, sshPort } = await launch(context, serial)
  const saysReady = followSerial(context, serial)
  saysReady.catch(() => undefined)
  if (snapshot) await Promise.race([resumeGuest(qmp, snapshot, signal), died(qemu)])
  // A saved guest was ready long ago; its first beat says that it goes on.
  const listens = snapshot ? journal.until(['beat'], beat => (beat ? true : undefined), signal) : saysReady
  const connected = logIn(context, sshPort, listens).then(async ssh => {
    await health(context, ssh, qemu)
    return ssh
  })
  const ssh = await Promise.race([connected, died(qemu)])
  return { qemu, qmp, ssh }
}

/** Lets the guest beat over ssh too, and both paths for a while: what they do now is what they do when all is well. */
async function health(
  { journal, limits, snapshot, signal }: RunContext,
  ssh: Ssh,
  qemu: QemuProcess,
): Promise<void> {
  const beating = { everyMs: limits.beatEveryMs, after: snapshot ? resyncCommand() : null }
  const onBeat = (beat: Beat) => journal.append({ kind: 'beat', path: 'ssh', ...beat })
  const { began } = await beatOverSsh(ssh, beating, onBeat, signal)
  journal.append({ kind: 'phase', phase: 'healthy' })
  const beaten = (count: number) => journal.until(['beat'], () => hasBeaten(journal.history, count), signal)
  // In the first few what beats is still being loaded.
  await Promise.all([began, beaten(fixedLimits.firstBeats)])
  const before = readSchedstat(qemu.pid)
  await beaten(fixedLimits.healthyBeats)
  const after = readSchedstat(qemu.pid)
  if (before && after) journal.append({ kind: 'cpu', ...cpuSince(before, after) })
}

/** Puts the serial beats into the journal; resolves when the guest says that its sshd listens. */
function followSerial({ journal, lease, signal }: RunContext, serial: string): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    const tail = serialTail(serial, serialPollMs, line => {
      const beat = parseBeat(line)
      if (beat) journal.append({ kind: 'beat', path: 'serial', ...beat })
      else if (line.trim() === 'ready') resolve()
    })
    lease.add(() => tail[Symbol.dispose]())
  })
}

function hasBeaten(history: History, count: number): true | undefined {
  const since = ofKind(history, 'phase').at(-1)?.at ?? 0
  return beatsSince(history, since) > count ? true : undefined
}

class QemuEnded extends InfraError {}

/** Whether the guest beats, and only ssh fails. */
function isUnreachable(history: History, error: unknown): boolean {
  const beats = ofKind(history, 'beat')
  return !(error instanceof QemuEnded) && beats.length > 0 && beats.every(({ path }) => path === 'serial')
}

async function died(qemu: QemuProcess): Promise<never> {
  const { code, signal, words } = await qemu.exited
  throw new QemuEnded(`QEMU ended (${signal ?? `status ${code}`}): ${words.trim() || 'it printed nothing'}`)
}

async function lastConsoleLines(path: string): Promise<string> {
  const text = await readFile(path, 'latin1').catch(() => '')
  const lines = text.split(/\r*\n/).filter(line => line.trim() !== '')
  return lines.length === 0
    ? '; its console is empty'
    : `\nthe last lines of its console:\n${lines.slice(-consoleLines).join('\n')}`
}

function lastTry(error: unknown): string {
  return error instanceof InfraError ? ` (${error.message})` : ''
}
