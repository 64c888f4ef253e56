import type { Backend, Place, Target } from '../../model/case/backend.ts'
import { placeOf } from '../../model/case/ports.ts'
import { UsageError } from '../../model/errors.ts'
import { type Session, TypedHost } from './typed-host.ts'

/** The host sides of a case's chardevs as lines to type, by the name of the port; empty: of the port under test. */
export class TypedHosts {
  readonly #hosts = new Map<string, TypedHost>()
  readonly #session: Session
  readonly #place: Place
  readonly #target: Target
  #ports = 0

  /** `place`: that of the port under test. */
  constructor(place: Place, target: Target) {
    this.#place = place
    this.#target = target
    this.#session = { qmp: place.path('qmp'), begun: new Set(), converses: false }
  }

  get all(): readonly TypedHost[] {
    return [...this.#hosts.values()]
  }

  of(name: string): TypedHost {
    const host = this.#hosts.get(name)
    if (host === undefined) throw new Error(`no host '${name}'`)
    return host
  }

  /** Adds a chardev. Returns QEMU's arguments for it. */
  add(name: string, chardev: Backend, id: string): readonly string[] {
    if (this.#hosts.has(name))
      throw new UsageError(`expected a port of another name than '${name}', a host of the case`)
    const place = placeOf({ name }, { ...this.#place, port: this.takePort() })
    this.#hosts.set(name, new TypedHost(chardev.typed(place), this.#session, name))
    return chardev.options(place, id, this.#target)
  }

  /** The next TCP port: they follow one another. */
  takePort(): number {
    return this.#place.port + this.#ports++
  }

  /** From now on the host of a port is another one, after which all that both have read is asked for. */
  use(port: string, name: string): void {
    this.#hosts.set(port, this.of(name).after(this.of(port)))
  }

  /** From now on the monitor is the one at this path. */
  converseWith(qmp: string): void {
    this.#session.qmp = qmp
    this.#session.converses = false
  }
}
