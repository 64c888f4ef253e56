import { closeSync, constants, openSync } from 'node:fs'
import { makeFifo } from '../../backends/shared/make-fifo.ts'
import { Ssh } from '../../guest/ssh.ts'
import { UsageError } from '../../model/errors.ts'
import { ignoreShared, sendState } from '../../qemu/migration.ts'
import { type MigrationEnds, type MigrationWay, migrationEnds } from '../../qemu/migration-way.ts'
import type { LiveMoves } from '../../verbs/face/live.ts'
import { beatsAgain } from '../start/beats-again.ts'
import { launchAndFollow, qemuExit, type RunningGuest } from '../start/bring-up-guest.ts'
import { markOf, runRestored } from '../start/launch.ts'
import { type PreparedHosts, prepareHosts } from '../start/prepare-hosts.ts'
import type { QemuOfRun } from '../watch/watch-qemu.ts'
import type { WatchedQemus } from '../watch/watched-qemus.ts'
import type { Jobs } from './jobs.ts'
import type { LiveHosts } from './live-hosts.ts'
import type { ScriptContext } from './script-context.ts'

const { O_NONBLOCK, O_RDWR } = constants

/** A QEMU that waits for the guest. */
interface Waiting extends QemuOfRun {
  readonly hosts: PreparedHosts
  readonly nextReady: RunningGuest['nextReady']
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
  /** The QEMU from which the guest has moved away. */
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
    this.#require(this.#waiting === null && this.#saved === null, 'no other QEMU that waits for the guest')
    const path = this.#play.directory.socket(`migration${this.#count + 1}`)
    const waiting = await this.#startWaiting(way, path)
    return this.#hosts.addWaiting(waiting.hosts, waiting)
  }

  async migrate(): Promise<void> {
    const waiting = this.#waiting
    this.#require(waiting !== null, 'qemu.incoming() before it')
    await this.#send(waiting.ends)
    this.#source = { ...this.#play.guest }
    await this.#takeOver(waiting)
  }

  async killSource(): Promise<void> {
    const source = this.#source
    this.#require(source !== null, 'qemu.migrate() before it, once for each')
    this.#source = null
    await this.#kill(source)
  }

  async save(): Promise<void> {
    this.#require(this.#waiting === null && this.#saved === null, 'a guest that runs, and no other QEMU')
    const path = this.#play.directory.socket(`saved${this.#count}`)
    await this.#send(migrationEnds('file', path))
    await this.#kill(this.#play.guest)
    this.#saved = path
  }

  async restore(): Promise<void> {
    const saved = this.#saved
    this.#require(saved !== null, 'qemu.save() before it')
    this.#saved = null
    await this.#takeOver(await this.#startWaiting('file', saved))
  }

  #require(holds: boolean, wanted: string): asserts holds {
    if (this.#play.cell.case.migrates !== true)
      throw new UsageError('expected `migrates: true` in a case whose script moves the guest to another QEMU')
    if (!holds) throw new UsageError(`expected ${wanted}`)
  }

  async #startWaiting(way: MigrationWay, path: string): Promise<Waiting> {
    const { guest } = this.#play
    const process = ++this.#count
    const hosts = await prepareHosts(this.#play, process)
    if ([...hosts.sides.values()].some(({ log }) => log !== undefined))
      throw new UsageError(
        'expected no chardev with logfile= in a case that moves the guest: each QEMU has its own',
      )
    const { chardev, terminal } = hosts
    const ends = migrationEnds(way, path)
    if (ends.isFifo) makeFifo(path)
    // For reading and writing, so that opening it waits for nobody.
    const descriptor = way === 'fd' ? openSync(path, O_RDWR | O_NONBLOCK) : undefined
    const incoming = {
      address: ends.incoming,
      ram: guest.ram,
      ...(descriptor === undefined ? {} : { descriptor }),
    }
    try {
      const context = { ...this.#play, process, chardev, terminal, incoming, snapshot: null }
      const { launched, nextReady } = await launchAndFollow(context)
      const waiting = { ...launched, process, hosts, nextReady, ends }
      this.#waiting = waiting
      this.#qemus.add(waiting, () => this.#waiting === waiting)
      return waiting
    } finally {
      if (descriptor !== undefined) closeSync(descriptor)
    }
  }

  async #send({ uri }: MigrationEnds): Promise<void> {
    const { guest, signal } = this.#play
    if (guest.ram !== null) await ignoreShared(guest.qmp, false, signal)
    const sent = sendState(guest.qmp, uri, signal)
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
    const { process, qemu, qmp, sshPort, hosts, nextReady } = waiting
    guest.ssh[Symbol.dispose]()
    journal.append({ kind: 'qemu', event: 'holds', ...markOf(waiting) })
    Object.assign(guest, { process, qemu, qmp, sshPort, nextReady })
    this.#hosts.use(hosts, waiting)
    await Promise.race([runRestored(qmp, signal), qemuExit(qemu)])
    this.#waiting = null
    guest.ssh = await Ssh.connect({ ...cell.guest.login, port: sshPort }, signal)
    lease.add(() => guest.ssh[Symbol.dispose]())
    await beatsAgain(this.#play, guest)
    await this.#jobs.moved()
  }
}
