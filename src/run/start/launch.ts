import { InfraError } from '../../model/errors.ts'
import { commandLine, type Machine, shellText } from '../../qemu/command-line.ts'
import { machineOf } from '../../qemu/machine.ts'
import { restoreDeferred } from '../../qemu/migration.ts'
import { perturbed, shellVariables } from '../../qemu/perturbation.ts'
import { type QemuProcess, startQemu } from '../../qemu/process.ts'
import { connectQmp, type Qmp } from '../../qemu/qmp.ts'
import { holderOf } from '../../qemu/watch/holder.ts'
import { freePort } from './free-port.ts'
import type { RunContext } from './run-context.ts'
import type { Snapshot } from './snapshot-store.ts'

const portTries = 3
/** The first descriptor that a QEMU inherits beside the usual three. */
const stateFd = 3

/** A QEMU that runs and answers on QMP, and the host's port that leads to the guest's sshd. */
export interface Launched {
  readonly qemu: QemuProcess
  readonly qmp: Qmp
  readonly sshPort: number
}

/**
 * Starts QEMU and says hello over QMP. Tries again with another port when the one found free was taken in
 * between. Throws InfraError when QEMU ends at once, with its words.
 */
export async function launch(context: RunContext, serial: string): Promise<Launched> {
  const { lease, directory, journal, signal } = context
  for (let tries = 1; ; tries++) {
    const sshPort = await freePort()
    const qemu = await start(context, serial, sshPort)
    lease.hold(qemu)
    directory.record(qemu.pid)
    journal.append({ kind: 'qemu', event: 'started', pid: qemu.pid })
    const attempt = new AbortController()
    const greeted = connectQmp(directory.socket('qmp'), AbortSignal.any([signal, attempt.signal]))
    greeted.catch(() => undefined)
    const first = await Promise.race([greeted, qemu.exited])
    if ('execute' in first) {
      lease.add(() => first.close())
      const pid = holderOf(qemu.pid, serial)
      if (pid !== qemu.pid) {
        directory.record(pid)
        journal.append({
          kind: 'note',
          text: `a wrapper that did not exec it started QEMU, which is process ${pid}`,
        })
      }
      first.onEvent(({ event, data }) => journal.append({ kind: 'qmp-event', event, data: data ?? null }))
      return { qemu: { ...qemu, pid }, qmp: first, sshPort }
    }
    // It would go on trying, and take the only place at the next QEMU's socket.
    attempt.abort()
    if (tries === portTries || !/forwarding rule|hostfwd/i.test(first.words)) {
      throw new InfraError(`QEMU exited at once: ${first.words.trim() || 'it printed nothing'}`)
    }
  }
}

async function start(context: RunContext, serial: string, sshPort: number) {
  const { cell, directory, chardev, ramFile, terminal, snapshot, signal } = context
  const machine: Machine = {
    ...machineOf(cell, cell.qemu, cell.case),
    console: directory.file('console'),
    beats: serial,
    qmp: directory.socket('qmp'),
    sshPort,
    chardev,
    ram: ramFile === undefined ? undefined : { file: ramFile, isShared: true },
    namesThreads: cell.qemu.namesThreads,
  }
  const variables = perturbed(process.env)
  const typed = shellText([...shellVariables(variables), cell.qemu.path, ...commandLine(machine)])
  const restored = snapshot ? { ...machine, ...startFrom(snapshot) } : machine
  const how = snapshot ? '# (started from a snapshot of the guest after its boot)\n' : ''
  directory.writeText('commandLine', `${how}${typed}\n`)
  return startQemu({
    qemu: cell.qemu.path,
    argv: commandLine(restored),
    cwd: directory.path,
    stderrPath: directory.file('qemu-stderr'),
    variables,
    terminal,
    feed: snapshot?.state,
    signal,
  })
}

/** Memory that lies in a file is mapped as it is, privately; only the devices' state is read then, when QMP says so. */
function startFrom({ ram }: Snapshot): Pick<Machine, 'ram' | 'incoming'> {
  if (ram === null) return { incoming: `fd:${stateFd}` }
  return { ram: { file: ram, isShared: false }, incoming: 'defer' }
}

/**
 * Lets a restored guest go on where it was saved. Up to 1.5 it does so by itself, and refuses to be told
 * (measured on 1.4 to 11.1); whether it goes on, its beats show.
 */
export async function resumeGuest(qmp: Qmp, { ram }: Snapshot, signal: AbortSignal): Promise<void> {
  if (ram !== null) await restoreDeferred(qmp, stateFd, signal)
  await qmp.execute('cont', {}, { signal }).catch(() => signal.throwIfAborted())
}
