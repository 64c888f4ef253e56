import type { Live } from '../verbs/live.ts'
import { type Stage, stageOf } from '../verbs/stage.ts'
import { pauseText } from './cell.ts'
import { Jobs } from './jobs.ts'
import { LivePeer } from './live-peer.ts'
import type { Play } from './play.ts'
import { stepsInto } from './steps.ts'

/**
 * The stage with a real QEMU, a real guest and real sockets. Each verb writes itself into the journal. The signal aborts
 * when the script is cut.
 */
export function liveStage(play: Play): { stage: Stage; peers: readonly LivePeer[] } {
  const { cell, hostSide, journal, lease, limits, scene, signal } = play
  const { qmp } = scene
  const step = stepsInto(journal, signal)
  const peers: LivePeer[] = []
  const live: Live = {
    ...{ journal, limits, signal },
    monitor: { execute: (command, args) => qmp.execute(command, args, { signal }) },
    jobs: new Jobs(play),
    async openPeer() {
      const end = await hostSide.open({ signal, monitor: qmp })
      const peer = new LivePeer(`peer${peers.length + 1}`, end, journal, signal)
      lease.add(() => peer[Symbol.dispose]())
      peers.push(peer)
      return peer
    },
  }
  const stage = stageOf(cell.case.frontend, pauseText(cell.asDocumented === true), (verb, of) =>
    step(verb.step(live, of), () => verb.live(live, of)),
  )
  return { stage, peers }
}
