import type { Socket } from 'node:net'
import type { Json } from '../model/contract/observation.ts'
import { isRecord } from '../model/contract/record.ts'
import { InfraError } from '../model/errors.ts'
import { outputTail } from './binary/output-tail.ts'

/** An asynchronous message of QEMU, such as STOP or GUEST_PANICKED. */
export interface QmpEvent {
  readonly event: string
  readonly data: Json
}

/** Ready for commands. */
export type Qmp = Pick<QmpConnection, 'execute' | 'onEvent' | 'close'>

/**
 * A command that brought no answer: QEMU refused it, the limit passed, or the connection ended.
 * Aborting the command's own signal rejects with that signal's reason instead.
 */
export class QmpError extends InfraError {
  readonly kind: 'refused' | 'late' | 'closed'
  constructor(kind: QmpError['kind'], message: string) {
    super(message)
    this.kind = kind
  }
}

interface Pending {
  readonly command: string
  readonly resolve: (value: Json) => void
  readonly reject: (reason: unknown) => void
  readonly settle: () => void
}

/** One QMP connection (docs/interop/qmp-spec of QEMU), from the greeting on. */
export class QmpConnection {
  readonly greeted: Promise<void>
  readonly #socket: Socket
  readonly #owed = new Map<number, Pending>()
  readonly #callbacks: ((event: QmpEvent) => void)[] = []
  #lastId = 0
  #rest = ''
  #closed: unknown
  #greet: { resolve: () => void; reject: (reason: unknown) => void } | undefined

  constructor(socket: Socket) {
    this.#socket = socket
    this.greeted = new Promise((resolve, reject) => {
      this.#greet = { resolve, reject }
    })
    this.greeted.catch(() => undefined)
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => this.#read(chunk))
    socket.on('close', () => this.close())
  }

  /**
   * Sends a command and resolves with what it returns. Waits without limit unless told: a frozen QEMU
   * answers late or never. Rejects with QmpError. Dropping the promise is allowed.
   */
  execute(
    command: string,
    args: { readonly [name: string]: Json } = {},
    { signal, limitMs }: { readonly signal?: AbortSignal; readonly limitMs?: number } = {},
  ): Promise<Json> {
    const id = ++this.#lastId
    const answer = new Promise<Json>((resolve, reject) => {
      if (this.#closed !== undefined) return reject(this.#closed)
      if (signal?.aborted) return reject(signal.reason)
      const drop = (reason: unknown) => {
        this.#settle(id)?.reject(reason)
      }
      const aborted = () => drop(signal?.reason)
      const timedOut = () => drop(new QmpError('late', `QMP ${command}: no answer within ${limitMs} ms`))
      const timer = limitMs === undefined ? undefined : setTimeout(timedOut, limitMs)
      signal?.addEventListener('abort', aborted, { once: true })
      const settle = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', aborted)
      }
      this.#owed.set(id, { command, resolve, reject, settle })
      this.#socket.write(`${JSON.stringify({ execute: command, arguments: args, id })}\n`)
    })
    answer.catch(() => undefined) // Whoever dropped it must not bring the process down.
    return answer
  }

  onEvent(callback: (event: QmpEvent) => void): void {
    this.#callbacks.push(callback)
  }

  /** Ends the conversation; what is still owed is rejected. QEMU runs on. */
  close(reason: unknown = new QmpError('closed', 'the QMP connection has ended')): void {
    if (this.#closed !== undefined) return
    this.#closed = reason
    this.#socket.destroy()
    this.#greet?.reject(reason)
    for (const id of [...this.#owed.keys()]) this.#settle(id)?.reject(reason)
  }

  /** Takes a command out of those that are owed an answer. */
  #settle(id: number): Pending | undefined {
    const owed = this.#owed.get(id)
    this.#owed.delete(id)
    owed?.settle()
    return owed
  }

  /** QEMU sends one message a line. */
  #read(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') this.#take(line)
  }

  #take(line: string): void {
    const message = parse(line)
    if (message === null) this.close(new QmpError('closed', `no QMP: ${outputTail(line)}`))
    else if ('QMP' in message) this.#greet?.resolve()
    else if (typeof message['event'] === 'string') this.#tell(message['event'], message['data'] ?? null)
    else this.#answer(message)
  }

  #tell(event: string, data: Json): void {
    for (const callback of this.#callbacks) callback({ event, data })
  }

  /** An answer without our id (to what QEMU could not even parse) belongs to nobody. */
  #answer(message: Message): void {
    const owed = this.#settle(Number(message['id'] ?? 0))
    if (owed === undefined) return
    if ('return' in message) owed.resolve(message['return'] ?? null)
    else owed.reject(new QmpError('refused', `QMP ${owed.command}: ${refusal(message['error'])}`))
  }
}

type Message = { readonly [key: string]: Json }

function parse(line: string): Message | null {
  try {
    const value: Json = JSON.parse(line)
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

function refusal(error: Json | undefined): string {
  if (!isRecord(error)) return 'refused'
  return outputTail(`${error['class']}: ${error['desc']}`)
}
