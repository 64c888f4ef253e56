import { closeSync, constants, openSync } from 'node:fs'
import { makeFifo } from '../../backends/shared/make-fifo.ts'
import { Ssh } from '../../guest/ssh.ts'
import { type MigrationEnds, type MigrationWay, migrationEnds } from '../../model/case/migration-way.ts'
import { UsageError } from '../../model/errors.ts'
import { ignoreShared, sendState } from '../../qemu/migration.ts'
import type { LiveMoves } from '../../verbs/face/live.ts'
import { beatsAgain } from '../start/beats-again.ts'
import { type FollowedQemu, launchFollowed } from '../start/followed-qemu.ts'
import { runRestored } from '../start/launch.ts'
import { type PreparedHosts, prepareHosts } from '../start/prepare-hosts.ts'
import { qemuExit } from '../start/qemu-exit.ts'
import { markOf, type QemuOfRun } from '../start/qemu-of-run.ts'
import type { WatchedQemus } from '../watch/watched-qemus.ts'
import type { Jobs } from './jobs.ts'
import type { LiveHosts } from './live-hosts.ts'
import type { ScriptContext } from './script-context.ts'

const { O_NONBLOCK, O_RDWR } = constants

/** A QEMU that waits for the guest. */
interface Waiting extends FollowedQemu {
  readonly hosts: PreparedHosts
  readonly ends: MigrationEnds
}

/** Moves the guest from one QEMU to another, by migration or through a file. */
export class Moves implements LiveMoves {
  readonly #play: ScriptContext
  readonly #hosts: LiveHosts
  readonly #jobs: Jobs
  readonly #qemus: WatchedQemus
  #count = 1
  #waiting: Waiting | null = null
  /** The QEMU that the guest has left. */
  #source: QemuOfRun | null = null
  /** The file with the state of a guest that is in no QEMU. */
  #saved: string | null = null

  constructor(play: ScriptContext, hosts: LiveHosts, jobs: Jobs, qemus: WatchedQemus) {
    this.#play = play
    this.#hosts = hosts
    this.#jobs = jobs
    this.#qemus = qemus
  }

  async wait(way: MigrationWay): Promise<string> {
    this.#requireAlone('qemu.incoming()')
    const path = this.#play.directory.socket(`migration${this.#count + 1}`)
    const waiting = await this.#startWaiting(way, path)
    return this.#hosts.addWaiting(waiting.hosts, waiting)
  }

  async migrate(): Promise<void> {
    const waiting = this.#waiting
    this.#require(waiting !== null, 'qemu.incoming() before qemu.migrate()')
    await this.#send(waiting.ends)
    this.#source = this.#play.guest.holder
    await this.#takeOver(waiting)
  }

  async killSource(): Promise<void> {
    const source = this.#source
    this.#require(source !== null, 'qemu.migrate() before qemu.killSource()')
    this.#source = null
    await this.#kill(source)
  }

  async save(): Promise<void> {
    this.#requireAlone('qemu.save()')
    const path = this.#play.directory.socket(`saved${this.#count}`)
    await this.#send(migrationEnds('file', path))
    await this.#kill(this.#play.guest.holder)
    this.#saved = path
  }

  async restore(): Promise<void> {
    const saved = this.#saved
    this.#require(saved !== null, 'qemu.save() before qemu.restore()')
    this.#saved = null
    await this.#takeOver(await this.#startWaiting('file', saved))
  }

  #requireAlone(verb: string): void {
    this.#require(this.#waiting === null, `qemu.migrate() between qemu.incoming() and ${verb}`)
    this.#require(this.#saved === null, `qemu.restore() between qemu.save() and ${verb}`)
  }

  #require(holds: boolean, wanted: string): asserts holds {
    if (this.#play.cell.case.migrates !== true)
      throw new UsageError('expected `migrates: true` in a case whose script moves its guest to another QEMU')
    if (!holds) throw new UsageError(`expected ${wanted}`)
  }

  async #startWaiting(way: MigrationWay, path: string): Promise<Waiting> {
    const { guest } = this.#play
    const process = ++this.#count
    const hosts = await prepareHosts({ ...this.#play, process })
    if ([...hosts.sides.values()].some(({ log }) => log !== undefined))
      throw new UsageError(
        'expected no chardev with a log file in a case that moves its guest, got logged(…)',
      )
    const { chardev, terminal } = hosts
    const ends = migrationEnds(way, path)
    if (ends.isFifo) makeFifo(path)
    // For reading and writing, so that opening it waits for nobody.
    const descriptor = way === 'fd' ? openSync(path, O_RDWR | O_NONBLOCK) : undefined
    const incoming = { address: ends.incoming, ram: guest.ram, descriptor }
    try {
      const context = { ...this.#play, process, chardev, terminal, incoming, snapshot: null }
      const waiting = { ...(await launchFollowed(context)), hosts, ends }
      this.#waiting = waiting
      this.#qemus.add(waiting, () => this.#waiting === waiting)
      return waiting
    } finally {
      if (descriptor !== undefined) closeSync(descriptor)
    }
  }

  async #send({ uri }: MigrationEnds): Promise<void> {
    const { guest, signal } = this.#play
    const { qmp } = guest.holder
    if (guest.ram !== null) await ignoreShared(qmp, false, signal)
    const sent = sendState(qmp, uri, signal)
    await (this.#waiting === null ? sent : Promise.race([sent, qemuExit(this.#waiting.qemu)]))
  }

  async #kill(killed: QemuOfRun): Promise<void> {
    this.#qemus.drop(killed)
    this.#hosts.kill(killed)
    killed.qmp.close()
    await killed.qemu[Symbol.asyncDispose]()
    this.#play.journal.append({ kind: 'qemu', event: 'killed', ...markOf(killed) })
  }

  async #takeOver(waiting: Waiting): Promise<void> {
    const { cell, guest, journal, lease, signal } = this.#play
    const { qemu, qmp, sshPort, hosts } = waiting
    guest.ssh[Symbol.dispose]()
    journal.append({ kind: 'qemu', event: 'holds', ...markOf(waiting) })
    guest.holder = waiting
    this.#hosts.use(hosts, waiting)
    await Promise.race([runRestored(qmp, signal), qemuExit(qemu)])
    this.#waiting = null
    guest.ssh = await Ssh.connect({ ...cell.guest.login, port: sshPort }, signal)
    lease.add(() => guest.ssh[Symbol.dispose]())
    await beatsAgain(this.#play, guest)
    await this.#jobs.moved()
  }
}
