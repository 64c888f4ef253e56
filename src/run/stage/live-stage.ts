import type { Opening } from '../../model/case/backend.ts'
import { portScript } from '../../model/case/port-script.ts'
import { QmpError } from '../../qemu/qmp.ts'
import type { Live } from '../../verbs/face/live.ts'
import { pauseText } from '../../verbs/pause.ts'
import { type Stage, stageOf } from '../../verbs/stage.ts'
import type { Cut } from '../watch/cut.ts'
import { Jobs } from './jobs.ts'
import { LivePeer } from './live-peer.ts'
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
): HostPeers & { readonly stage: Stage } {
  const { cell, hostSide, journal, lease, limits, guest, signal } = play
  const { qmp } = guest
  const step = stepRecorder(journal, signal)
  const peers: LivePeer[] = []
  const open = async (how: Pick<Opening, 'signal' | 'blindly'>) => {
    const end = await hostSide.open({ ...how, monitor: qmp })
    const peer = new LivePeer(`peer${peers.length + 1}`, end, journal, how.signal)
    lease.add(() => peer[Symbol.dispose]())
    peers.push(peer)
    return peer
  }
  const live: Live = {
    ...{ journal, limits, signal },
    monitor: { execute: (command, args) => qmp.execute(command, args, { signal }) },
    refusal: (command, args) =>
      qmp.execute(command, args, { signal }).then(
        () => null,
        error => {
          if (error instanceof QmpError && error.kind === 'refused') return error.message
          throw error
        },
      ),
    jobs: new Jobs(play, cut),
    frontend: cell.case.frontend,
    portAppears: async () => {
      const { frontend } = cell.case
      if (frontend.isFile) await guest.ssh.run(portScript(frontend.port), signal)
    },
    openPeer: () => open({ signal }),
    async leaveAmid() {
      await hostSide.leaveAmid?.({ signal, monitor: qmp })
      return hostSide.leaveAmid !== undefined
    },
  }
  const stage = stageOf(cell.case.frontend, pauseText(cell.asDocumented === true), (verb, of) =>
    step(verb.step(live, of), () => verb.live(live, of)),
  )
  return { stage, peers, openBlindly: signal => open({ signal, blindly: true }) }
}
