import type { Frontend } from '../../model/case/frontend.ts'
import type { Ports } from '../../model/case/ports.ts'
import { shellWord } from '../../model/value/shell-word.ts'
import type { TypedCase } from './typed-case.ts'
import type { TypedHost } from './typed-host.ts'
import type { TypedHosts } from './typed-hosts.ts'
import type { OtherQemu, TypedQemus } from './typed-qemus.ts'

/** The commands to type, which typed faces write: lines for the host and the guest, and remarks between them. */
export class Paper {
  readonly hosts: TypedHosts
  readonly ports: Ports
  readonly qemus: TypedQemus
  /** Whether what is started in the guest must outlive the login. */
  readonly outlivesLogin: boolean
  readonly lines: string[] = []
  readonly #commandOf: (other: OtherQemu) => string

  /** `commandOf`: the shell command that starts another QEMU. */
  constructor(
    { hosts, ports, qemus }: TypedCase,
    how: { readonly outlivesLogin: boolean; commandOf(other: OtherQemu): string },
  ) {
    this.hosts = hosts
    this.ports = ports
    this.qemus = qemus
    this.outlivesLogin = how.outlivesLogin
    this.#commandOf = how.commandOf
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

  /** The shell text that starts a command in the background. */
  inBackground(command: string): string {
    return this.outlivesLogin
      ? `nohup sh -c ${shellWord(`${command}\necho $?`)} > /tmp/said 2>&1 &`
      : `${command} &`
  }

  /** Whether this command is the last one that was started in the background. */
  isLatest(command: string): boolean {
    return this.lines.findLast(line => line.endsWith(' &')) === `    # ${command} &`
  }

  /** Starts another QEMU. */
  starts(other: OtherQemu, remark: string): void {
    if (other.prepare.length > 0) this.onHost(other.prepare)
    const command = this.#commandOf(other).split('\n')
    this.remark(remark, '', ...command.map((line, index) => `    ${index === 0 ? '$ ' : ''}${line}`))
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
