import type { Typed } from '../model/backend.ts'
import type { Guest, Host, Idle, Job, Peer, Stage } from '../model/case.ts'
import type { Frontend } from '../model/frontend.ts'
import { usualLimits } from '../model/limits.ts'
import { pythonBytes } from '../model/python-bytes.ts'
import { sizeBytes } from '../model/units.ts'
import { guestCommand } from './guest-command.ts'
import { TypedHost } from './typed-host.ts'

/**
 * The stage on which a script is printed instead of played: every verb becomes the lines that a person would
 * type, in the wiki page's manner (`[host]`, `[guest]`).
 */
export class PaperStage implements Stage {
  readonly port: string
  readonly host: Host
  readonly guest: Guest
  readonly pause: string
  readonly lines: string[] = []
  readonly #typed: TypedHost

  constructor(typed: Typed, frontend: Frontend, pause: string) {
    this.port = frontend.port
    this.pause = pause
    this.#typed = new TypedHost(typed)
    const guest = (lines: readonly string[]) => this.#write('In the guest:', lines)
    const job = (command: string): Job => ({
      exit: code =>
        this.#remark(`In the guest '${firstWord(command)}' now ends: 'wait; echo $?' prints ${code}.`),
    })
    this.host = {
      open: () => this.#open(),
      idle: until => this.#remark(...idle(until, frontend)),
    }
    this.guest = {
      run: (text, ...values) => guest([`# ${guestCommand(text, values)}`]),
      start: (text, ...values) => {
        const command = guestCommand(text, values)
        return guest([`# ${command} &`]).then(() => job(command))
      },
      background: (text, ...values) => guest([`# ${guestCommand(text, values)} &`]),
    }
  }

  /** Python for all that the host has read. */
  get data(): string {
    return this.#typed.data
  }

  async #open(): Promise<Peer> {
    const host = (lines: readonly string[]) => this.#write('On the host:', lines)
    const peer = this.#typed.open()
    await host(peer.opened)
    return {
      drain: (wanted, pace) => {
        if (typeof wanted === 'object' && wanted.kind === 'guest-file') {
          return host(['>>> size = int(input("what wc said: "))', ...peer.drain({ inAll: 'size' }, pace)])
        }
        return host(peer.drain(typeof wanted === 'string' ? sizeBytes(wanted) : wanted.bytes, pace))
      },
      pause: () => this.#remark('On the host read no more.'),
      send: payload => host(peer.send(pythonBytes(payload))),
      endWriting: () => host(peer.endWriting()),
      close: () => host(peer.close()),
    }
  }

  #write(where: string, lines: readonly string[]): Promise<void> {
    const heading = where === this.#where() ? [] : ['', where, '']
    this.lines.push(...heading, ...lines.map(line => `    ${line}`))
    return Promise.resolve()
  }

  /** Under which heading the last line stands; none after a remark. */
  #where(): string | undefined {
    const last = this.lines.findLastIndex(line => !line.startsWith('    ') && line !== '')
    return last === -1 || this.lines.at(-1)?.startsWith('    ') === false ? undefined : this.lines[last]
  }

  #remark(...lines: string[]): Promise<void> {
    this.lines.push('', ...lines)
    return Promise.resolve()
  }
}

function firstWord(command: string): string {
  return command.trim().split(/\s/, 1)[0] ?? command
}

function idle(until: Idle, frontend: Frontend): string[] {
  if (until === 'until stalled') return untilStalled(frontend)
  if (until === 'until unsent') {
    return ['Wait until the host gets rid of no more, and see that the guest lives: its shell still answers.']
  }
  return [`Wait about ${(Number(/\d+/.exec(until)?.[0]) * usualLimits.beatEveryMs) / 1000} s.`]
}

function untilStalled(frontend: Frontend): string[] {
  switch (frontend.whenFull) {
    case 'throttles':
      return [
        'Wait until the writer is blocked, and see that the guest is not: its shell still answers, and',
        "'cat /proc/$!/wchan' there goes on saying wait_port_writable (or the like).",
        'A guest that no longer answers is frozen.',
      ]
    case 'drops':
      return [
        'The device drops what the host does not take: the writer ends, and the guest goes on answering.',
      ]
    case 'blocks the guest':
      return ['Wait a few seconds: the guest stops, its shell answers no more, and neither does the monitor.']
  }
}
