import type { Typed } from '../model/backend.ts'
import type { Guest, Host, Idle, Job, Pace, Peer, Stage } from '../model/case.ts'
import type { Frontend } from '../model/frontend.ts'
import { durationMs, sizeBytes } from '../model/units.ts'
import { pythonBytes } from './python-bytes.ts'

const mostBytes = 65536

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
  #peers = 0
  /** Bytes that all peers have read so far. */
  #read = 0

  constructor(typed: Typed, frontend: Frontend, pause: string) {
    this.port = frontend.port
    this.pause = pause
    const guest = (lines: readonly string[]) => this.#write('In the guest:', lines)
    const job = (command: string): Job => ({
      exit: code =>
        this.#remark(`In the guest '${firstWord(command)}' now ends: 'wait; echo $?' prints ${code}.`),
    })
    this.host = {
      open: () => this.#open(typed),
      idle: until => this.#remark(...idle(until, frontend)),
    }
    this.guest = {
      run: (text, ...values) => guest([`# ${String.raw({ raw: text }, ...values)}`]),
      start: (text, ...values) => {
        const command = String.raw({ raw: text }, ...values)
        return guest([`# ${command} &`]).then(() => job(command))
      },
      background: (text, ...values) => guest([`# ${String.raw({ raw: text }, ...values)} &`]),
    }
  }

  /** Each peer is a `sock` of its own; what they read is joined in `data`. */
  async #open(typed: Typed): Promise<Peer> {
    const name = ++this.#peers === 1 ? 'sock' : `sock${this.#peers}`
    const host = (lines: readonly string[]) =>
      this.#write(
        'On the host:',
        lines.map(line => line.replaceAll(/\bsock\b/g, name)),
      )
    const before = this.#read
    const opened = typed.open.filter(line => !isStart(line) || !this.lines.includes(`    ${line}`))
    await host([...opened, ...(this.#peers === 1 ? ['>>> data = bytearray()'] : [])])
    return {
      drain: (wanted, pace) => {
        if (typeof wanted === 'object' && wanted.kind === 'guest-file') {
          const size = `>>> size = int(input("what wc said: "))`
          return host([size, ...drain(typed, 'size', pace)])
        }
        this.#read = before + (typeof wanted === 'string' ? sizeBytes(wanted) : wanted.bytes)
        return host(drain(typed, String(this.#read), pace))
      },
      pause: () => this.#remark('On the host read no more.'),
      send: payload => host(typed.send(pythonBytes(payload))),
      endWriting: () => host(typed.endWriting),
      close: () => host(typed.close),
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

/** Python that reads until so many bytes are in `data`, in portions with a pause between them if there is a pace. */
function drain({ receive }: Typed, bytes: string, pace?: Pace): string[] {
  const portion = pace === undefined ? mostBytes : Math.min(mostBytes, sizeBytes(pace.bytes))
  const sleep = pace === undefined ? [] : [`...     time.sleep(${durationMs(pace.every) / 1000})`]
  return [
    ...(pace === undefined ? [] : ['>>> import time']),
    `>>> while len(data) < ${bytes}:`,
    `...     data += ${receive(portion)}`,
    ...sleep,
    '...',
  ]
}

/** What is typed once, however many host ends are opened. */
function isStart(line: string): boolean {
  return line.startsWith('$ python3') || line.startsWith('>>> import ')
}

function firstWord(command: string): string {
  return command.trim().split(/\s/, 1)[0] ?? command
}

function idle(until: Idle, frontend: Frontend): string[] {
  if (until === 'until stalled') return untilStalled(frontend)
  if (until === 'until unsent') {
    return ['Wait until the host gets rid of no more, and see that the guest lives: its shell still answers.']
  }
  return [`Wait about ${Number(/\d+/.exec(until)?.[0]) / 10} s.`]
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
