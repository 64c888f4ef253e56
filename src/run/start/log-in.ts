import { connectWithRetries } from '../../guest/connect-with-retries.ts'
import { prepareGuest } from '../../guest/prepare-guest.ts'
import { Ssh } from '../../guest/ssh.ts'
import { UnusableGuest } from '../../guest/unusable-guest.ts'
import { allPortsScript } from '../../model/case/port-script.ts'
import { filesOf, portsOf } from '../../model/case/ports.ts'
import { InfraError } from '../../model/errors.ts'
import { canRestrict } from '../../qemu/command-line.ts'
import type { Journal } from '../journal.ts'
import { timeLimit } from '../watch/time-limit.ts'
import type { RunContext } from './run-context.ts'

/** Limit for the first beat on the serial port after the start of the heartbeat. */
const firstBeatMs = 30_000

/**
 * Logs in through a host port once the guest's sshd listens. Our image reports that (`ready`); for another guest, retries
 * until it answers and then prepares it. Throws InfraError, or UnusableGuest for a guest that booted but cannot be used.
 */
export async function logIn(context: RunContext, hostPort: number, ready: Promise<unknown>): Promise<Ssh> {
  const { cell, journal, lease, limits, signal, snapshot } = context
  const { guest } = cell
  const login = { ...guest.login, port: hostPort }
  const ports = filesOf(portsOf(cell.case))
  if (guest.kind === 'kernel') {
    await ready
    const ssh = held(await Ssh.connect(login, signal))
    // A restored guest has had them since before the snapshot.
    if (!snapshot && ports.length > 0) await havePorts(ssh, ports, signal)
    return ssh
  }
  ready.catch(() => undefined)
  const ssh = held(await connectWithRetries(login, signal))
  const isOpen = !canRestrict(cell.qemu.version)
  await prepareGuest(ssh, { tools: guest.tools, ports, beatEveryMs: limits.beatEveryMs, isOpen }, signal)
  await firstSerialBeat(journal, signal)
  return ssh

  function held(ssh: Ssh): Ssh {
    lease.add(() => ssh[Symbol.dispose]())
    return ssh
  }
}

async function havePorts(ssh: Ssh, ports: readonly string[], signal: AbortSignal): Promise<void> {
  const { code, stderr } = await ssh.run(allPortsScript(ports), signal)
  if (code === null)
    throw new InfraError('ssh to the guest: the connection broke while it waited for its ports')
  if (code !== 0) throw new UnusableGuest(`the guest has no ${stderr.trim()}`)
}

async function firstSerialBeat(journal: Journal, signal: AbortSignal): Promise<void> {
  using limit = timeLimit(firstBeatMs, signal)
  try {
    await journal.until(['beat'], beat => beat?.path === 'serial', limit.signal)
  } catch (error) {
    if (!limit.isUp) throw error
    throw new UnusableGuest(
      "no output arrives from the guest's second serial port: does another program in the guest use /dev/ttyS1?",
      { cause: error },
    )
  }
}
