import { hashedFile } from '../judge/guest-file.ts'
import type { Host, Idle, Peer } from '../model/case.ts'
import { InfraError } from '../model/errors.ts'
import type { History } from '../model/observation.ts'
import type { GuestFile, Payload } from '../model/payload.ts'
import { type Size, sizeBytes } from '../model/units.ts'
import { beatsSince } from './beats-since.ts'
import type { Boards } from './boards.ts'
import { LivePeer } from './live-peer.ts'
import { stallSettled } from './stall-settled.ts'
import type { Steps } from './steps.ts'
import { unsentSettled } from './unsent-settled.ts'

/** The verbs of the host. The peers that it opens are put into `peers`. */
export function liveHost(boards: Boards, steps: Steps, peers: LivePeer[]): Host {
  const { journal, limits, signal } = boards
  return {
    open: () => steps.play('host opens the chardev', () => open(boards, steps, peers)),
    idle: until =>
      steps.play(`host idles ${until}`, async () => {
        const began = journal.now()
        const kinds = ['progress', 'beat', 'job', 'sent', 'tick'] as const
        await journal.until(kinds, () => settled(until, began), signal)
      }),
  }

  function settled(until: Idle, began: number): true | undefined {
    if (until === 'until stalled') return stallSettled(journal.history, limits, began)
    if (until === 'until unsent') return unsentSettled(journal.history, limits, began)
    const wanted = Number(/\d+/.exec(until)?.[0])
    return beatsSince(journal.history, began) >= wanted ? true : undefined
  }
}

async function open(boards: Boards, steps: Steps, peers: LivePeer[]): Promise<Peer> {
  const { hostSide, journal, lease, qmp, signal } = boards
  const end = await hostSide.open({ signal, monitor: qmp })
  const name = `peer${peers.length + 1}`
  const peer = new LivePeer(name, end, journal, signal)
  lease.add(() => peer[Symbol.dispose]())
  peers.push(peer)
  await seen(boards)
  return {
    drain: (wanted, pace) => {
      const bytes = bytesOf(wanted, journal.history)
      const slowly = pace === undefined ? '' : `, ${pace.bytes} every ${pace.every}`
      return steps.play(`${name} reads ${bytes} bytes${slowly}`, () => peer.drain(bytes, pace))
    },
    pause: () => steps.play(`${name} stops reading`, async () => peer.pause()),
    send: payload => steps.play(`${name} begins to send ${payload.bytes} B`, async () => peer.send(payload)),
    endWriting: () =>
      steps.play(`${name} will write no more`, async () => {
        peer.endWriting()
        await seen(boards)
      }),
    close: () =>
      steps.play(`${name} closes`, async () => {
        peer.close()
        await seen(boards)
      }),
  }
}

/** Throws InfraError for a file whose size the script has not let the guest say. */
function bytesOf(wanted: Size | Payload | GuestFile, history: History): number {
  if (typeof wanted === 'string') return sizeBytes(wanted)
  if (wanted.kind !== 'guest-file') return wanted.bytes
  const file = hashedFile(history, wanted.path)
  if (file !== null) return file.bytes
  throw new InfraError(`the script must run 'sha256sum ${wanted.path}; wc -c ${wanted.path}' before it reads`)
}

/**
 * QEMU's main loop has seen what the host did to the chardev: it polls all its descriptors in each round, and two
 * QMP answers (monitor and chardev are served by the same loop, from 1.4 to 11.1) take two rounds that began after it.
 */
async function seen({ qmp, signal }: Boards): Promise<void> {
  await qmp.execute('query-status', {}, { signal })
  await qmp.execute('query-status', {}, { signal })
}
