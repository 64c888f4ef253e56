import type { Typed } from '../model/backend.ts'
import type { Guest, Host, Idle, Job, Pace, Peer, Stage } from '../model/case.ts'
import type { Frontend } from '../model/frontend.ts'
import type { GuestFile, Payload } from '../model/payload.ts'
import { pythonBytes } from '../model/python-bytes.ts'
import { shellWord } from '../model/shell-word.ts'
import { type Size, sizeBytes } from '../model/units.ts'
import { guestCommand } from './guest-command.ts'
import { ScriptHost } from './script-host.ts'
import { TypedHost, type TypedPeer } from './typed-host.ts'

/**
 * The stage on which a script is written as a shell script: every verb becomes a call of the functions in
 * script/*.sh, with the lines that the paper stage prints.
 */
export class ScriptStage implements Stage {
  readonly port: string
  readonly pause: string
  readonly host: Host
  readonly guest: Guest
  readonly #out: ScriptHost
  readonly #typed: TypedHost
  #jobs = 0
  #lastRead = ''

  constructor(typed: Typed, frontend: Frontend, pause: string) {
    this.port = frontend.port
    this.pause = pause
    this.#typed = new TypedHost(typed)
    this.#out = new ScriptHost()
    this.#out.types('gets ready', typed.prepare)
    this.#out.write('boot')
    this.host = { open: () => this.#open(), idle: async until => this.#out.write(idle(until)) }
    this.guest = {
      run: (text, ...values) => this.#inGuest('runs', guestCommand(text, values)),
      start: async (text, ...values) => {
        await this.#inGuest('starts', guestCommand(text, values))
        return this.#job()
      },
      background: (text, ...values) => this.#inGuest('background', guestCommand(text, values)),
    }
  }

  /** What was written so far. */
  get lines(): readonly string[] {
    return this.#out.lines
  }

  /** Python for all that the host sends; its number of bytes is in TO_SEND. */
  get sent(): string {
    return this.#out.sent
  }

  /** Python for all that the host has read. */
  get data(): string {
    return this.#typed.data
  }

  /** Python for what the host read last, if that is known byte by byte. */
  get lastRead(): string {
    return this.#lastRead
  }

  async #inGuest(verb: 'runs' | 'starts' | 'background', command: string): Promise<void> {
    this.#jobs += 1
    const word = shellWord(command)
    this.#out.write(`step ${shellWord(`In the guest: ${command}`)}`, `guest_${verb} ${word}`)
  }

  #job(): Job {
    const name = `job${this.#jobs}`
    return {
      exit: async code =>
        this.#out.write(
          `step 'In the guest: ${name} ends with status ${code}'`,
          `guest_ends ${name} ${code}`,
        ),
    }
  }

  async #open(): Promise<Peer> {
    const out = this.#out
    const peer = this.#typed.open()
    out.opens(peer)
    return {
      drain: async (wanted, pace) => {
        this.#lastRead = typeof wanted === 'string' || wanted.kind === 'guest-file' ? '' : pythonBytes(wanted)
        drain(out, peer, wanted, pace)
      },
      pause: async () => undefined,
      send: async payload => out.sends(peer, payload),
      endWriting: async () => out.endsWriting(peer),
      close: async () => out.closes(peer),
    }
  }
}

function drain(out: ScriptHost, peer: TypedPeer, wanted: Size | Payload | GuestFile, pace?: Pace): void {
  if (typeof wanted === 'object' && wanted.kind === 'guest-file') {
    out.write(`said_of ${wanted.path}`)
    out.reads('reads all of it', peer, peer.drain({ inAll: '$SIZE' }, pace))
  } else {
    const bytes = typeof wanted === 'string' ? sizeBytes(wanted) : wanted.bytes
    out.reads(`reads until this connection has brought ${bytes} bytes`, peer, peer.drain(bytes, pace))
  }
}

function idle(until: Idle): string {
  if (until === 'until stalled') return 'until_stalled'
  if (until === 'until unsent') return 'until_unsent'
  return `idle ${Number(/\d+/.exec(until)?.[0])}`
}
