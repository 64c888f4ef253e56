import { portScript } from '../../model/case/port-script.ts'
import { portsOf } from '../../model/case/ports.ts'
import type { Json } from '../../model/contract/observation.ts'
import { type Qmp, QmpError } from '../../qemu/qmp.ts'
import type { Live } from '../../verbs/face/live.ts'
import { pauseText } from '../../verbs/pause.ts'
import { type Stage, stageOf } from '../../verbs/stage.ts'
import { resetGuest } from '../start/reset-guest.ts'
import type { Cut } from '../watch/cut.ts'
import { Jobs } from './jobs.ts'
import { LiveHosts } from './live-hosts.ts'
import type { HostPeers } from './read-after-cut.ts'
import type { ScriptContext } from './script-context.ts'
import { stepRecorder } from './step-recorder.ts'

/**
 * The stage with a real QEMU, a real guest and real sockets. Each verb is recorded in the journal. The signal aborts
 * when the script is cut, which `cut` does, too.
 */
export function liveStage(
  play: ScriptContext,
  cut: (reason: Cut) => void,
): { readonly stage: Stage; readonly hosts: HostPeers } {
  const { cell, journal, limits, guest, signal } = play
  const { frontend } = cell.case
  const { qmp } = guest
  const step = stepRecorder(journal, signal)
  const hosts = new LiveHosts(play)
  const jobs = new Jobs(play, cut)
  const live: Live = {
    ...{ journal, limits, signal, frontend, jobs, ports: portsOf(cell.case) },
    monitor: { execute: (command, args) => qmp.execute(command, args, { signal }) },
    refusal: (command, args) => refusal(qmp, command, args, signal),
    async reset() {
      await resetGuest(play, guest)
      jobs.forget()
    },
    async portAppears({ frontend }) {
      if (frontend.isFile) await guest.ssh.run(portScript(frontend.port), signal)
    },
    openPeer: host => hosts.open(host, { signal }),
    leaveAmid: host => hosts.leaveAmid(host, signal),
    addHost: chardev => hosts.add(chardev),
  }
  const stage = stageOf(cell.case, pauseText(cell.asDocumented === true), (verb, of) =>
    step(verb.step(live, of), () => verb.live(live, of)),
  )
  return { stage, hosts }
}

/** What QEMU says if it refuses a command; null if it executes it. */
async function refusal(
  qmp: Qmp,
  command: string,
  args: { readonly [name: string]: Json },
  signal: AbortSignal,
): Promise<string | null> {
  try {
    await qmp.execute(command, args, { signal })
    return null
  } catch (error) {
    if (error instanceof QmpError && error.kind === 'refused') return error.message
    throw error
  }
}
