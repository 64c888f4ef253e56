import type { Typed } from '../model/backend.ts'
import type { Guest, Host, Job, Peer, Stage } from '../model/case.ts'
import type { Frontend } from '../model/frontend.ts'
import { sizeBytes } from '../model/units.ts'

/**
 * The stage on which a script is printed instead of played: every verb becomes the lines that a person would
 * type, in the wiki page's manner (`[host]`, `[guest]`).
 */
export class PaperStage implements Stage {
  readonly port: string
  readonly host: Host
  readonly guest: Guest
  readonly lines: string[] = []

  constructor(typed: Typed, frontend: Frontend) {
    this.port = frontend.port
    const host = (lines: readonly string[]) => this.#write('On the host:', lines)
    const guest = (lines: readonly string[]) => this.#write('In the guest:', lines)
    const peer: Peer = {
      drain: bytes => host(typed.drain(sizeBytes(bytes))),
      close: () => host(typed.close),
    }
    const job = (command: string): Job => ({
      exit: code =>
        this.#remark(`In the guest '${firstWord(command)}' now ends: 'wait; echo $?' prints ${code}.`),
    })
    this.host = {
      open: () => host(typed.open).then(() => peer),
      idle: () => this.#remark(...untilStalled(frontend)),
    }
    this.guest = {
      run: (text, ...values) => guest([`# ${String.raw({ raw: text }, ...values)}`]),
      start: (text, ...values) => {
        const command = String.raw({ raw: text }, ...values)
        return guest([`# ${command} &`]).then(() => job(command))
      },
    }
  }

  #write(where: string, lines: readonly string[]): Promise<void> {
    this.lines.push('', where, '', ...lines.map(line => `    ${line}`))
    return Promise.resolve()
  }

  #remark(...lines: string[]): Promise<void> {
    this.lines.push('', ...lines)
    return Promise.resolve()
  }
}

function firstWord(command: string): string {
  return command.trim().split(/\s/, 1)[0] ?? command
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
