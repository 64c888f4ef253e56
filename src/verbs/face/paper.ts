import type { Frontend } from '../../model/case/frontend.ts'
import type { Ports } from '../../model/case/ports.ts'
import type { TypedHost, TypedHosts } from './typed-host.ts'

/** The commands to type, which typed faces write: lines for the host and the guest, and remarks between them. */
export class Paper {
  readonly hosts: TypedHosts
  readonly ports: Ports
  readonly lines: string[] = []

  constructor(hosts: TypedHosts, ports: Ports) {
    this.hosts = hosts
    this.ports = ports
  }

  /** The device of the port under test. */
  get frontend(): Frontend {
    return this.ports[0].frontend
  }

  /** The host side of the port under test. */
  get host(): TypedHost {
    return this.hosts.of('')
  }

  onHost(lines: readonly string[]): void {
    this.#write('On the host:', lines)
  }

  inGuest(line: string): void {
    this.#write('In the guest:', [line])
  }

  /** Whether this command is the last one that was started in the background. */
  isLatest(command: string): boolean {
    return this.lines.findLast(line => line.endsWith(' &')) === `    # ${command} &`
  }

  remark(...lines: readonly string[]): void {
    this.lines.push('', ...lines)
  }

  #write(where: string, lines: readonly string[]): void {
    const heading = where === this.#where() ? [] : ['', where, '']
    this.lines.push(...heading, ...lines.map(line => `    ${line}`))
  }

  /** The heading of the last line; none after a remark. */
  #where(): string | undefined {
    const last = this.lines.findLastIndex(line => !line.startsWith('    ') && line !== '')
    return last === -1 || this.lines.at(-1)?.startsWith('    ') === false ? undefined : this.lines[last]
  }
}
