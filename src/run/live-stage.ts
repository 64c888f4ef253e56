import type { Opening } from '../model/backend.ts'
import type { Live } from '../verbs/live.ts'
import { type Stage, stageOf } from '../verbs/stage.ts'
import type { Boards } from './boards.ts'
import { Jobs } from './jobs.ts'
import { LivePeer } from './live-peer.ts'
import type { HostEnds } from './revive.ts'
import { Steps } from './steps.ts'

/** The stage with a real QEMU, a real guest and real sockets. Each verb writes itself into the journal. */
export function liveStage(boards: Boards): HostEnds & { readonly stage: Stage } {
  const { frontend, hostSide, journal, lease, limits, pause, qmp, signal } = boards
  const steps = new Steps(journal, signal)
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
    jobs: new Jobs(boards),
    openPeer: () => open({ signal }),
  }
  const stage = stageOf(frontend, pause, (verb, of) =>
    steps.play(verb.step(live, of), () => verb.live(live, of)),
  )
  return { stage, peers, openBlindly: signal => open({ signal, blindly: true }) }
}
