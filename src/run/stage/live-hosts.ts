import type { Backend, HostSide, Opening } from '../../model/case/backend.ts'
import { chardevId } from '../../model/case/ids.ts'
import { placeOf } from '../../model/case/ports.ts'
import { freePort } from '../start/free-port.ts'
import type { PreparedHosts } from '../start/prepare-hosts.ts'
import type { QemuNumber, QemuOfRun } from '../start/qemu-of-run.ts'
import { timeLimit } from '../watch/time-limit.ts'
import { LivePeer } from './live-peer.ts'
import type { HostPeers } from './read-after-cut.ts'
import type { ScriptContext } from './script-context.ts'

/** Limit for `HostSide.look`: the guest was healthy a moment ago, so QEMU answers at once. */
const lookMs = 5000

/** The host side of a chardev, and the QEMU that has the chardev. */
interface Host {
  readonly side: HostSide
  /** The name of the port; empty for the port under test. */
  readonly port: string
  readonly of: QemuOfRun
}

/**
 * The host sides of the ports of the QEMU that has the guest, of chardevs that replaced others, and of a QEMU that waits
 * for the guest; and the peers that they open.
 */
export class LiveHosts implements HostPeers {
  readonly peers: LivePeer[] = []
  /** The address of the socket of the chardev under test. */
  address: string | null
  readonly #play: ScriptContext
  readonly #hosts = new Map<string, Host>()
  readonly #killed = new Set<number | undefined>()
  #added = 0

  constructor(play: ScriptContext) {
    this.#play = play
    this.address = play.hosts.address
    this.use(play.hosts, play.guest.holder)
  }

  /** Makes the hosts of a QEMU those of the ports. */
  use({ sides, address }: PreparedHosts, of: QemuOfRun): void {
    this.address = address
    for (const [port, side] of sides) this.#hosts.set(port, { side, port, of })
  }

  /** To be called before the script kills a QEMU, which ends its connections. */
  kill({ process }: QemuNumber): void {
    this.#killed.add(process)
  }

  /** Best effort: what fails now is tried again when the script opens the chardev. */
  async look(): Promise<void> {
    using limit = timeLimit(lookMs, this.#play.signal)
    for (const { side, of } of this.#hosts.values())
      await side.look?.({ signal: limit.signal, monitor: of.qmp }).catch(() => undefined)
  }

  /** Opens the chardev of a host (empty: of the port under test) without reading. */
  async open(name: string, how: Omit<Opening, 'monitor'>): Promise<LivePeer> {
    const { journal, lease } = this.#play
    const { side, port, of } = this.#host(name)
    const end = await side.open({ ...how, monitor: of.qmp })
    const { process } = of
    const own = { name: `peer${this.peers.length + 1}`, port, process, pieceBytes: how.pieces?.bytes }
    const isKilled = () => this.#killed.has(process)
    const peer = new LivePeer({ ...own, isKilled }, end, journal, how.signal)
    lease.add(() => peer[Symbol.dispose]())
    this.peers.push(peer)
    return peer
  }

  canSendInPieces(host: string): boolean {
    return this.#host(host).side.inPieces === true
  }

  /** Connects to the chardev of a host and leaves amid the handshake; false for a chardev without one. */
  async leaveAmid(name: string, signal: AbortSignal): Promise<boolean> {
    const { side, of } = this.#host(name)
    await side.leaveAmid?.({ signal, monitor: of.qmp })
    return side.leaveAmid !== undefined
  }

  openBlindly(signal: AbortSignal): Promise<LivePeer> {
    return this.open('', { signal, blindly: true })
  }

  /** Prepares the host side of another chardev for the port under test. Returns its name, and QEMU's arguments. */
  async change(chardev: Backend): Promise<{ name: string; options: readonly string[] }> {
    const { cell, directory, guest, lease } = this.#play
    const name = `changed${++this.#added}`
    const place = placeOf({ name }, { path: name => directory.socket(name), port: await freePort() })
    const side = await chardev.prepare(place)
    lease.add(() => side.close())
    this.#hosts.set(name, { side, port: '', of: guest.holder })
    return { name, options: chardev.options(place, chardevId, cell.qemu) }
  }

  /** Adds the host of the port under test of a QEMU that waits for the guest. Returns its name. */
  async addWaiting({ sides }: PreparedHosts, of: QemuOfRun): Promise<string> {
    const name = `qemu${of.process}`
    const side = sides.get('')
    if (side === undefined) throw new Error('no host of the port under test')
    this.#hosts.set(name, { side, port: '', of })
    await this.look()
    return name
  }

  #host(name: string): Host {
    const host = this.#hosts.get(name)
    if (host === undefined) throw new Error(`no host '${name}'`)
    return host
  }
}
