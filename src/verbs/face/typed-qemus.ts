import type { Place } from '../../model/case/backend.ts'
import { type MigrationEnds, type MigrationWay, migrationEnds } from '../../model/case/migration-way.ts'
import { type Ports, placeOf } from '../../model/case/ports.ts'
import { UsageError } from '../../model/errors.ts'
import type { TypedHosts } from './typed-hosts.ts'

/** A QEMU that waits for the guest, as lines to type. */
export interface OtherQemu {
  /** What its files, its sockets and the Python variables of its hosts begin with. */
  readonly name: string
  readonly place: Place
  /** The port that is forwarded to the guest's sshd. */
  readonly sshPort: number
  /** QEMU's arguments for its chardevs. */
  readonly chardev: readonly string[]
  /** What carries the guest to it, and the path of that. */
  readonly way: MigrationWay
  readonly path: string
  readonly ends: MigrationEnds
  /** The lines to type on the host before it starts. */
  readonly prepare: readonly string[]
}

/** The QEMUs to which a case moves its guest. */
export class TypedQemus {
  readonly #hosts: TypedHosts
  readonly #ports: Ports
  readonly #place: Place
  #waiting: OtherQemu | null = null
  #saved: string | null = null
  #count = 1

  /** `place`: that of the first QEMU. */
  constructor(hosts: TypedHosts, ports: Ports, place: Place) {
    this.#hosts = hosts
    this.#ports = ports
    this.#place = place
  }

  /** Another one that waits for the guest; through a file: for the one that was saved. */
  wait(way: MigrationWay): OtherQemu {
    const name = `qemu${++this.#count}`
    const place = placeOf({ name }, { ...this.#place, port: this.#hosts.takePort() })
    const path = way === 'file' ? this.#takeSaved() : place.path('guest')
    const ends = migrationEnds(way, path)
    const chardev = this.#ports.flatMap(port =>
      this.#hosts.add(hostName(name, port.name), port.chardev, port.chardevId),
    )
    const hosts = this.#ports.map(port => this.#hosts.of(hostName(name, port.name)))
    const prepare = [...(ends.isFifo ? [`$ mkfifo ${path}`] : []), ...hosts.flatMap(host => host.prepare)]
    this.#waiting = { name, place, sshPort: place.port, chardev, way, path, ends, prepare }
    return this.#waiting
  }

  /** The one that waits. Throws UsageError if there is none. */
  get waiting(): OtherQemu {
    if (this.#waiting === null) throw new UsageError('expected qemu.incoming() before qemu.migrate()')
    return this.#waiting
  }

  /** The address to which the guest is saved. */
  save(): MigrationEnds {
    this.#saved = this.#place.path(`saved${this.#count}`)
    return migrationEnds('file', this.#saved)
  }

  /** From now on the guest is in the one that waited. */
  takeOver(): OtherQemu {
    const other = this.waiting
    this.#waiting = null
    for (const { name } of this.#ports) this.#hosts.use(name, hostName(other.name, name))
    this.#hosts.converseWith(other.place.path('qmp'))
    return other
  }

  #takeSaved(): string {
    const saved = this.#saved
    if (saved === null) throw new UsageError('expected qemu.save() before qemu.restore()')
    this.#saved = null
    return saved
  }
}

/** Of the port under test it is the name of the QEMU. */
function hostName(name: string, port: string): string {
  return port === '' ? name : `${name}_${port}`
}
