import type { Socket } from 'node:net'
import { jsonIn } from '../model/contract/json-lines.ts'
import type { Json } from '../model/contract/observation.ts'
import { isRecord } from '../model/contract/record.ts'
import { InfraError } from '../model/errors.ts'
import { inputLimits } from '../model/input-limits.ts'
import { outputTail } from './binary/output-tail.ts'

/** A QMP event, such as STOP or GUEST_PANICKED. */
interface QmpEvent {
  readonly event: string
  readonly data: Json
}

/** A connection that is ready for commands. */
export type Qmp = Pick<QmpConnection, 'execute' | 'onEvent' | 'close'>

/** A command failed: QEMU returned an error, the limit passed, the connection ended, or we ended it: that is no QMP. */
export class QmpError extends InfraError {
  readonly kind: 'refused' | 'timeout' | 'closed' | 'broken'
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

/** One QMP connection (QEMU's docs/interop/qmp-spec), from the greeting on. */
export class QmpConnection {
  readonly greeted: Promise<void>
  readonly #socket: Socket
  readonly #pending = new Map<number, Pending>()
  readonly #callbacks: ((event: QmpEvent) => void)[] = []
  #lastId = 0
  #events = 0
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
   * Sends a command and resolves with its return value. Without `limitMs` it may wait forever: a frozen QEMU answers
   * late or never. Rejects with QmpError, or with the signal's reason. The caller may drop the promise.
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
      const fail = (reason: unknown) => this.#settle(id)?.reject(reason)
      const aborted = () => fail(signal?.reason)
      const timedOut = () => fail(new QmpError('timeout', `QMP ${command}: no answer within ${limitMs} ms`))
      const timer = limitMs === undefined ? undefined : setTimeout(timedOut, limitMs)
      signal?.addEventListener('abort', aborted, { once: true })
      const settle = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', aborted)
      }
      this.#pending.set(id, { command, resolve, reject, settle })
      this.#socket.write(`${JSON.stringify({ execute: command, arguments: args, id })}\n`)
    })
    answer.catch(() => undefined) // A dropped promise must not end the process.
    return answer
  }

  onEvent(callback: (event: QmpEvent) => void): void {
    this.#callbacks.push(callback)
  }

  /** Closes the connection and rejects pending commands. QEMU continues to run. */
  close(reason: unknown = new QmpError('closed', 'the QMP connection has ended')): void {
    if (this.#closed !== undefined) return
    this.#closed = reason
    this.#socket.destroy()
    this.#greet?.reject(reason)
    for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(reason)
  }

  /** Removes a pending command. */
  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    pending?.settle()
    return pending
  }

  /** QEMU sends one message per line. */
  #read(chunk: string): void {
    for (const [index, part] of chunk.split('\n').entries()) {
      if (this.#closed !== undefined) return
      if (index > 0) {
        const line = this.#rest
        this.#rest = ''
        if (line.trim() !== '') this.#take(line)
      }
      this.#rest += part
      if (this.#rest.length > inputLimits.qmpMessage)
        this.close(new QmpError('broken', `QMP: a message of more than ${inputLimits.qmpMessage} characters`))
    }
  }

  #take(line: string): void {
    const message = parse(line)
    if (message === null) this.close(new QmpError('broken', `not QMP: ${outputTail(line)}`))
    else if ('QMP' in message) this.#greet?.resolve()
    else if (typeof message['event'] === 'string') {
      this.#events += 1
      const { qmpEvents } = inputLimits
      // None is left out: one of them may say why the guest stands still.
      if (this.#events > qmpEvents) {
        this.close(new QmpError('broken', `QMP: more than ${qmpEvents} events`))
        return
      }
      const event = { event: message['event'], data: message['data'] ?? null }
      for (const callback of this.#callbacks) callback(event)
    } else this.#answer(message)
  }

  /** Ignores an answer without our id, such as an error about a line that QEMU could not parse. */
  #answer(message: Message): void {
    const pending = this.#settle(Number(message['id'] ?? 0))
    if (pending === undefined) return
    if ('return' in message) pending.resolve(message['return'] ?? null)
    else pending.reject(new QmpError('refused', `QMP ${pending.command}: ${refusal(message['error'])}`))
  }
}

type Message = { readonly [key: string]: Json }

function parse(line: string): Message | null {
  const value = jsonIn(line, inputLimits.qmpMessage).value as Json | undefined
  return isRecord(value) ? value : null
}

function refusal(error: Json | undefined): string {
  if (!isRecord(error)) return 'refused'
  return (
    outputTail([error['class'], error['desc']].filter(part => typeof part === 'string').join(': ')) ||
    'refused'
  )
}
