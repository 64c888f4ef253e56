import { ofHolder } from '../../judge/machine/of-holder.ts'
import { portScript } from '../../model/case/port-script.ts'
import { portsOf } from '../../model/case/ports.ts'
import type { Json } from '../../model/contract/observation.ts'
import { type Qmp, QmpError } from '../../qemu/qmp.ts'
import type { Live } from '../../verbs/face/live.ts'
import { pauseText } from '../../verbs/pause.ts'
import { type Stage, stageOf } from '../../verbs/stage.ts'
import type { Journal } from '../journal.ts'
import { resetGuest } from '../start/reset-guest.ts'
import type { WatchedQemus } from '../watch/watched-qemus.ts'
import { Jobs } from './jobs.ts'
import { LiveHosts } from './live-hosts.ts'
import { Moves } from './moves.ts'
import type { ScriptContext } from './script-context.ts'
import { stepRecorder } from './step-recorder.ts'

/**
 * The stage with a real QEMU, a real guest and real sockets. Each verb is recorded in the journal. The signal aborts
 * when the script is cut, which `cut` does, too.
 */
export function liveStage(
  play: ScriptContext,
  cut: AbortController,
  qemus: WatchedQemus,
): { readonly stage: Stage; readonly hosts: LiveHosts } {
  const { cell, journal, limits, guest, signal } = play
  const { frontend } = cell.case
  const step = stepRecorder(journal, signal)
  const hosts = new LiveHosts(play)
  const jobs = new Jobs(play, reason => cut.abort(reason))
  const live: Live = {
    ...{ limits, signal, frontend, jobs, ports: portsOf(cell.case) },
    journal: ofHolderOnly(journal),
    monitor: { execute: (command, args) => guest.holder.qmp.execute(command, args, { signal }) },
    refusal: (command, args) => refusal(guest.holder.qmp, command, args, signal),
    moves: new Moves(play, hosts, jobs, qemus),
    async reset() {
      await resetGuest(play, guest)
      jobs.forget()
    },
    async portAppears({ frontend }) {
      if (frontend.isFile) await guest.ssh.run(portScript(frontend.port), signal)
    },
    openPeer: host => hosts.open(host, { signal }),
    openInPieces: async (host, pieces) =>
      hosts.canSendInPieces(host) ? hosts.open(host, { signal, pieces }) : null,
    leaveAmid: host => hosts.leaveAmid(host, signal),
    addHost: chardev => hosts.change(chardev),
  }
  const stage = stageOf(cell.case, pauseText(cell.asDocumented === true), (verb, of) =>
    step(verb.step(live, of), () => verb.live(live, of)),
  )
  return { stage, hosts }
}

/** The journal as `ofHolder` leaves it. */
function ofHolderOnly(journal: Journal): Live['journal'] {
  return {
    get history() {
      return ofHolder(journal.history)
    },
    now: () => journal.now(),
    append: fact => journal.append(fact),
    until: (kinds, look, signal) => journal.until(kinds, look, signal),
  }
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
