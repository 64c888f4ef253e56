import { InfraError } from '../../model/errors.ts'
import { commandLine, type Machine, shellText } from '../../qemu/command-line.ts'
import { machineOf } from '../../qemu/machine.ts'
import { restoreDeferred, untilRestored } from '../../qemu/migration.ts'
import { perturbed, shellVariables } from '../../qemu/perturbation.ts'
import { startQemu } from '../../qemu/process.ts'
import { connectQmp, type Qmp } from '../../qemu/qmp.ts'
import { holderOf } from '../../qemu/watch/holder.ts'
import { freePort } from './free-port.ts'
import { markOf, nameOf, type QemuOfRun } from './qemu-of-run.ts'
import type { Incoming, RunContext } from './run-context.ts'
import { requireSameQemu } from './same-qemu.ts'
import type { Snapshot } from './snapshot-store.ts'

const portTries = 3
/** The first descriptor that QEMU inherits after the standard three. */
const stateFd = 3

/**
 * Starts QEMU and connects to QMP. Retries with another port if another program took the free one meanwhile. Throws
 * InfraError with QEMU's output if QEMU exits at once, or if it is another QEMU than the one that was probed.
 */
export async function launch(context: RunContext, serial: string): Promise<QemuOfRun> {
  const { lease, directory, journal, signal } = context
  const own = markOf(context)
  for (let tries = 1; ; tries++) {
    const sshPort = await freePort()
    const qemu = await start(context, serial, sshPort)
    lease.hold(qemu)
    journal.append({ kind: 'qemu', event: 'started', ...own, pid: qemu.pid })
    const attempt = new AbortController()
    const greeted = connectQmp(
      directory.socket(nameOf('qmp', context)),
      AbortSignal.any([signal, attempt.signal]),
    )
    greeted.catch(() => undefined)
    const first = await Promise.race([greeted, qemu.exited])
    if ('execute' in first) {
      lease.add(() => first.close())
      await requireSameQemu(context.cell.qemu, first, signal)
      const pid = holderOf(qemu.pid, serial)
      if (pid !== qemu.pid) {
        journal.append({
          kind: 'note',
          text: `QEMU is process ${pid}: it was started by a wrapper that did not exec it`,
        })
      }
      first.onEvent(({ event, data }) =>
        journal.append({ kind: 'qmp-event', ...own, event, data: data ?? null }),
      )
      return { ...own, qemu: { ...qemu, pid }, qmp: first, sshPort }
    }
    // Otherwise it would retry, and occupy the only connection of the next QEMU's socket.
    attempt.abort()
    if (tries === portTries || !/forwarding rule|hostfwd/i.test(first.output)) {
      throw new InfraError(`QEMU exited at once: ${first.output || 'it printed nothing'}`)
    }
  }
}

async function start(context: RunContext, serial: string, sshPort: number) {
  const { cell, directory, journal, chardev, ramFile, terminal, snapshot, incoming, signal } = context
  const machine: Machine = {
    ...machineOf(cell, cell.qemu, cell.case),
    console: directory.file(nameOf('console', context)),
    beats: serial,
    qmp: directory.socket(nameOf('qmp', context)),
    sshPort,
    chardev,
    ram: ramFile === undefined ? undefined : { file: ramFile, isShared: true },
    ...(incoming === undefined ? {} : incomingOptions(incoming)),
    namesThreads: cell.qemu.namesThreads,
  }
  const variables = perturbed(process.env)
  const typed = shellText([...shellVariables(variables), cell.qemu.path, ...commandLine(machine)])
  const restored = snapshot ? { ...machine, ...restoreOptions(snapshot) } : machine
  const comment = snapshot ? '# (started from a snapshot of the guest after its boot)\n' : ''
  const { commandLine: before = '' } = context.process === undefined ? {} : directory.texts
  directory.writeText('commandLine', `${before}${comment}${typed}\n`)
  return startQemu({
    qemu: cell.qemu.path,
    argv: commandLine(restored),
    cwd: directory.path,
    stderrPath: directory.file(nameOf('qemu-stderr', context)),
    variables,
    terminal,
    feed: snapshot?.state,
    migration: incoming?.descriptor,
    onSlowEnd: text => journal.append({ kind: 'note', text }),
    signal,
  })
}

/** Both QEMUs must have the memory in the same kind of backend. What is in the file is overwritten by the state. */
function incomingOptions({ address, ram }: Incoming): Pick<Machine, 'ram' | 'incoming'> {
  return { incoming: address, ram: ram === null ? undefined : { file: ram, isShared: false } }
}

/** With the memory in a file, QEMU maps the file privately and reads only the device state, on a QMP command. */
function restoreOptions({ ram }: Snapshot): Pick<Machine, 'ram' | 'incoming'> {
  if (ram === null) return { incoming: `fd:${stateFd}` }
  return { ram: { file: ram, isShared: false }, incoming: 'defer' }
}

/**
 * Resumes a restored guest. Until 2.3 QEMU resumes it by itself. Since 2.4 it restores the saved run state, `paused`
 * (process_incoming_migration_bh in migration/migration.c), and a `cont` before that has no effect. A refused `cont` is
 * ignored, because up to 1.5 one was refused that was not needed (measured on 1.4 to 11.1): the beats show whether the
 * guest runs.
 */
export async function resumeGuest(qmp: Qmp, { ram }: Snapshot, signal: AbortSignal): Promise<void> {
  if (ram !== null) await restoreDeferred(qmp, stateFd, signal)
  await runRestored(qmp, signal)
}

/** Waits until a QEMU has restored its guest, and lets it run. */
export async function runRestored(qmp: Qmp, signal: AbortSignal): Promise<void> {
  await untilRestored(qmp, signal)
  await qmp.execute('cont', {}, { signal }).catch(() => signal.throwIfAborted())
}
