import type { HostSide, Opening } from '../../model/case/backend.ts'
import { chardevId } from '../../model/case/ids.ts'
import { portScript } from '../../model/case/port-script.ts'
import { placeOf } from '../../model/case/ports.ts'
import { QmpError } from '../../qemu/qmp.ts'
import type { Live } from '../../verbs/face/live.ts'
import { pauseText } from '../../verbs/pause.ts'
import { type Stage, stageOf } from '../../verbs/stage.ts'
import { freePort } from '../start/free-port.ts'
import { resetGuest } from '../start/reset-guest.ts'
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
  const { cell, directory, hostSides, journal, lease, limits, guest, signal } = play
  const { qmp } = guest
  const step = stepRecorder(journal, signal)
  const peers: LivePeer[] = []
  const changed = new Map<string, HostSide>()
  const sideOf = (host: string) => {
    const side = changed.get(host) ?? hostSides.get(host)
    if (side === undefined) throw new Error(`no host '${host}'`)
    return side
  }
  const open = async (host: string, how: Pick<Opening, 'signal' | 'blindly'>) => {
    const end = await sideOf(host).open({ ...how, monitor: qmp })
    const name = `peer${peers.length + 1}`
    const port = changed.has(host) ? '' : host
    const peer = new LivePeer({ name, port }, end, journal, how.signal)
    lease.add(() => peer[Symbol.dispose]())
    peers.push(peer)
    return peer
  }
  const jobs = new Jobs(play, cut)
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
    reset: async () => {
      await resetGuest(play, guest)
      jobs.forget()
    },
    jobs,
    frontend: cell.case.frontend,
    portAppears: async () => {
      const { frontend } = cell.case
      if (frontend.isFile) await guest.ssh.run(portScript(frontend.port), signal)
    },
    openPeer: host => open(host, { signal }),
    async leaveAmid(host) {
      const side = sideOf(host)
      await side.leaveAmid?.({ signal, monitor: qmp })
      return side.leaveAmid !== undefined
    },
    addHost: async chardev => {
      const name = `changed${hostSides.size + changed.size}`
      const place = placeOf({ name }, { path: name => directory.socket(name), port: await freePort() })
      const side = await chardev.prepare(place)
      lease.add(() => side.close())
      changed.set(name, side)
      return { name, options: chardev.options(place, chardevId, cell.qemu) }
    },
  }
  const stage = stageOf(cell.case, pauseText(cell.asDocumented === true), (verb, of) =>
    step(verb.step(live, of), () => verb.live(live, of)),
  )
  return { stage, peers, openBlindly: signal => open('', { signal, blindly: true }) }
}
