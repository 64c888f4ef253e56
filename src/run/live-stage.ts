import type { Live } from '../verbs/live.ts'
import { type Stage, stageOf } from '../verbs/stage.ts'
import type { Boards } from './boards.ts'
import { Jobs } from './jobs.ts'
import { LivePeer } from './live-peer.ts'
import { Steps } from './steps.ts'

/** The stage with a real QEMU, a real guest and real sockets. Each verb writes itself into the journal. */
export function liveStage(boards: Boards): { stage: Stage; peers: readonly LivePeer[] } {
  const { frontend, hostSide, journal, lease, limits, pause, qmp, signal } = boards
  const steps = new Steps(journal, signal)
  const peers: LivePeer[] = []
  const live: Live = {
    ...{ journal, limits, signal },
    monitor: { execute: (command, args) => qmp.execute(command, args, { signal }) },
    jobs: new Jobs(boards),
    async openPeer() {
      const end = await hostSide.open({ signal, monitor: qmp })
      const peer = new LivePeer(`peer${peers.length + 1}`, end, journal, signal)
      lease.add(() => peer[Symbol.dispose]())
      peers.push(peer)
      return peer
    },
  }
  const stage = stageOf(frontend, pause, (verb, of) =>
    steps.play(verb.step(live, of), () => verb.live(live, of)),
  )
  return { stage, peers }
}
