import type { Guest, Host, Stage } from '../model/case.ts'
import type { Boards } from './boards.ts'
import { liveGuest } from './live-guest.ts'
import { liveHost } from './live-host.ts'
import type { LivePeer } from './live-peer.ts'
import { Steps } from './steps.ts'

/** The stage with a real QEMU, a real guest and real sockets. Each verb writes itself into the journal. */
export class LiveStage implements Stage {
  readonly port: string
  readonly pause: string
  readonly host: Host
  readonly guest: Guest
  readonly peers: LivePeer[] = []

  constructor(boards: Boards) {
    const steps = new Steps(boards.journal, boards.signal)
    this.port = boards.frontend.port
    this.pause = boards.pause
    this.host = liveHost(boards, steps, this.peers)
    this.guest = liveGuest(boards, steps)
  }
}
