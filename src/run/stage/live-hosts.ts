import type { Backend, HostSide, Opening } from '../../model/case/backend.ts'
import { chardevId } from '../../model/case/ids.ts'
import { placeOf } from '../../model/case/ports.ts'
import { freePort } from '../start/free-port.ts'
import { LivePeer } from './live-peer.ts'
import type { HostPeers } from './read-after-cut.ts'
import type { ScriptContext } from './script-context.ts'

/** The host sides of all ports, and of the chardevs that take the place of others, with the peers that they open. */
export class LiveHosts implements HostPeers {
  readonly peers: LivePeer[] = []
  readonly #play: ScriptContext
  readonly #changed = new Map<string, HostSide>()

  constructor(play: ScriptContext) {
    this.#play = play
  }

  /** Opens the chardev of a host (empty: of the port under test) without reading. */
  async open(host: string, how: Omit<Opening, 'monitor'>): Promise<LivePeer> {
    const { guest, journal, lease } = this.#play
    const end = await this.#side(host).open({ ...how, monitor: guest.qmp })
    const port = this.#changed.has(host) ? '' : host
    const peer = new LivePeer(
      { name: `peer${this.peers.length + 1}`, port, pieceBytes: how.pieces?.bytes },
      end,
      journal,
      how.signal,
    )
    lease.add(() => peer[Symbol.dispose]())
    this.peers.push(peer)
    return peer
  }

  canSendInPieces(host: string): boolean {
    return this.#side(host).inPieces === true
  }

  /** Connects to the chardev of a host and leaves amid the handshake; false for a chardev without one. */
  async leaveAmid(host: string, signal: AbortSignal): Promise<boolean> {
    const side = this.#side(host)
    await side.leaveAmid?.({ signal, monitor: this.#play.guest.qmp })
    return side.leaveAmid !== undefined
  }

  openBlindly(signal: AbortSignal): Promise<LivePeer> {
    return this.open('', { signal, blindly: true })
  }

  /** Prepares the host side of another chardev for the port under test. Returns its name, and QEMU's arguments. */
  async add(chardev: Backend): Promise<{ name: string; options: readonly string[] }> {
    const { cell, directory, hostSides, lease } = this.#play
    const name = `changed${hostSides.size + this.#changed.size}`
    const place = placeOf({ name }, { path: name => directory.socket(name), port: await freePort() })
    const side = await chardev.prepare(place)
    lease.add(() => side.close())
    this.#changed.set(name, side)
    return { name, options: chardev.options(place, chardevId, cell.qemu) }
  }

  #side(host: string): HostSide {
    const side = this.#changed.get(host) ?? this.#play.hostSides.get(host)
    if (side === undefined) throw new Error(`no host '${host}'`)
    return side
  }
}
