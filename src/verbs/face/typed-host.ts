import type { Typed } from '../../model/case/backend.ts'
import type { Pace } from '../../model/case/case.ts'
import { pythonQmp } from './python-qmp.ts'
import { drain, mostBytes, readToEnd, readUntil } from './python-reads.ts'

/** The lines to type for one open end, by verb; each begins with its prompt (see `Typed`). */
export interface TypedPeer {
  readonly opened: readonly string[]
  /** The size of the pieces in which it sends, if it does. */
  readonly pieceBytes?: number
  /** Reads until this peer has received this many bytes in total. */
  drain(wanted: TypedAmount, pace?: Pace): readonly string[]
  /** A Python statement that reads once. */
  readonly readsOnce: string
  /** Writes the value of a Python expression. */
  send(bytes: string): readonly string[]
  endWriting(): readonly string[]
  close(): readonly string[]
  /** Null where nothing can be reset. */
  reset(): readonly string[] | null
}

/** What to read: this many bytes in total; until `data` has a length, or ends with bytes (Python); or until QEMU closes. */
type TypedAmount = number | 'to its end' | { readonly inAll: string } | { readonly endsWith: string }

/** The Python that all host sides of a case are typed into. */
export interface Session {
  /** The path of the monitor of the QEMU that has the guest. */
  qmp: string
  /** Lines that were typed already and are needed only once. */
  readonly begun: Set<string>
  converses: boolean
}

/**
 * The host side of one port as lines to type, which the script runs too. Each peer has its own `sock`. A peer that
 * replaces another (netcat, restarted) reads into the same `data`; a peer beside another has its own. The variables of
 * further ports have the port's name in front.
 */
export class TypedHost {
  /** Lines to type before QEMU starts. */
  readonly prepare: readonly string[]
  readonly #typed: Typed
  readonly #session: Session
  readonly #prefix: string
  readonly #datas: Data[] = []
  #before: TypedHost | null = null
  #peers = 0

  constructor(typed: Typed, session: Session, port: string) {
    this.#typed = typed
    this.#session = session
    this.#prefix = port === '' ? '' : `${port}_`
    this.prepare = this.#once(typed.prepare)
  }

  /** A Python expression for all that was read. */
  get data(): string {
    return this.#names.join(' + ') || 'b""'
  }

  get #names(): string[] {
    return [...(this.#before === null ? [] : this.#before.#names), ...this.#datas.map(({ name }) => name)]
  }

  /** The same host, with what another one has read before it. */
  after(before: TypedHost): this {
    this.#before = before
    return this
  }

  /** The lines that connect to QEMU's monitor; none if it is connected. */
  conversation(): readonly string[] {
    if (this.#session.converses) return []
    this.#session.converses = true
    return this.#once(pythonQmp(this.#session.qmp))
  }

  open(): TypedPeer {
    return this.#opened(this.#typed.open)
  }

  /** The same for a host that sends in pieces; null for a chardev on which none does. `wait`: Python for after each. */
  openInPieces(pieceBytes: number, wait: string): TypedPeer | null {
    const lines = this.#typed.openInPieces?.(pieceBytes, wait)
    return lines === undefined ? null : { ...this.#opened(lines), pieceBytes }
  }

  #opened(open: readonly string[]): TypedPeer {
    const typed = this.#typed
    const isFirst = !this.#datas.some(({ isFree }) => isFree)
    const data = this.#takeData()
    const sock = nth(`${this.#prefix}sock`, ++this.#peers)
    const own = (lines: readonly string[]) =>
      lines.map(line =>
        line
          .replaceAll(/\bsock\b/g, sock)
          .replaceAll(/\b(log_file|accepted)\b/g, name => `${this.#prefix}${name}`),
      )
    const before = data.read
    const opened = [...(typed.asks ? this.conversation() : []), ...own(this.#once(open))]
    const closed = (lines: readonly string[]) => {
      data.isFree = true
      return own(lines)
    }
    return {
      opened: isFirst ? [...opened, `>>> ${data.name} = bytearray()`] : opened,
      drain: (wanted, pace) => {
        if (typeof wanted === 'number') data.read = before + wanted
        if (wanted === 'to its end') return own(readToEnd(typed, data.name))
        if (typeof wanted === 'object' && 'endsWith' in wanted)
          return own(readUntil(typed, data.name, wanted.endsWith))
        const length = typeof wanted === 'number' ? String(data.read) : wanted.inAll
        return own(drain(typed, data.name, length, pace))
      },
      readsOnce: own([`${data.name} += ${typed.receive(mostBytes)}`]).join(),
      send: bytes => own(typed.send(bytes)),
      endWriting: () => own(typed.endWriting),
      close: () => closed(typed.close),
      reset: () => (typed.reset === undefined ? null : closed(this.#once(typed.reset))),
    }
  }

  /** The lines that connect and leave amid the handshake; null for a chardev without one. */
  leaveAmid(): readonly string[] | null {
    const { leaveAmid } = this.#typed
    return leaveAmid === undefined ? null : this.#once(leaveAmid)
  }

  /**
   * Python statements that open the chardev once more and read from it once, into a separate bytearray. Empty for a
   * chardev without a host side, and if QEMU has to be asked for it, because QEMU may not answer any more.
   */
  atLast(): { readonly opens: string; readonly readsOnce: string } {
    const { asks, open, receive } = this.#typed
    if (asks || open.length === 0) return { opens: '', readsOnce: '' }
    const own = (line: string) => line.replaceAll(/\bsock\b/g, 'last')
    const python = open.filter(line => !line.startsWith('$ ')).map(line => own(line.slice('>>> '.length)))
    return {
      opens: [...python, 'read_at_last = bytearray()'].join('\n'),
      readsOnce: own(`read_at_last += ${receive(mostBytes)}`),
    }
  }

  #once(lines: readonly string[]): string[] {
    const { begun } = this.#session
    const left = lines.filter(line => !begun.has(line))
    for (const line of lines) if (isStart(line)) begun.add(line)
    return left
  }

  #takeData(): Data {
    const free = this.#datas.find(({ isFree }) => isFree)
    const data = free ?? { name: nth(`${this.#prefix}data`, this.#datas.length + 1), read: 0, isFree: false }
    data.isFree = false
    if (free === undefined) this.#datas.push(data)
    return data
  }
}

/** A Python bytearray. */
interface Data {
  readonly name: string
  /** The bytes in it after all lines so far. */
  read: number
  /** Whether the peer that read into it has closed. */
  isFree: boolean
}

function nth(name: string, count: number): string {
  return count === 1 ? name : `${name}${count}`
}

function isStart(line: string): boolean {
  return line.startsWith('$ python3') || line.startsWith('>>> import ')
}
