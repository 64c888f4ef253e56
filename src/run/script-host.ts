import type { Payload } from '../model/payload.ts'
import { pythonBytes } from '../model/python-bytes.ts'
import { shellWord } from '../model/shell-word.ts'
import { hereDocument, scriptLine } from './script-words.ts'
import type { TypedPeer } from './typed-host.ts'

const chunkBytes = 16 * 1024
/** QEMU has seen what was done to the chardev: script/host.py. */
const seen = '>>> seen_by_qemu()'

/**
 * Writes a script's lines. What the host does in a row is one step, so that nothing, not even the script's own
 * waiting, comes between its verbs.
 */
export class ScriptHost {
  readonly #lines: string[] = []
  readonly #open: TypedPeer[] = []
  #row: Row | null = null
  #readsOnAt: number | null = null
  #read = ''
  readonly #sends: { readonly name: string; readonly bytes: number }[] = []

  /** What was written. A host whose last verb is to read reads on until the end. */
  get lines(): readonly string[] {
    this.#endRow()
    return this.#readsOnAt === null ? this.#lines : this.#lines.toSpliced(this.#readsOnAt, 0, 'host_reads_on')
  }

  /** Python for all that is sent. */
  get sent(): string {
    return this.#sends.map(({ name }) => name).join(' + ')
  }

  /** Adds commands of the script's own. */
  write(...lines: readonly string[]): void {
    this.#endRow()
    this.#lines.push('', ...lines)
  }

  /** Adds what a person would type. `verb`: what the host does by it. */
  types(verb: string, typed: readonly string[]): void {
    if (typed.length === 0) return
    this.#row ??= { verbs: [], typed: [], reads: null }
    this.#row.verbs.push(verb)
    this.#row.typed.push(...typed)
  }

  reads(verb: string, peer: TypedPeer, typed: readonly string[]): void {
    this.types(verb, typed)
    if (this.#row) this.#row.reads = peer.readsOnce
  }

  opens(peer: TypedPeer): void {
    this.#open.push(peer)
    this.types('opens the chardev', [...peer.opened, seen])
  }

  closes(peer: TypedPeer): void {
    this.#open.splice(this.#open.indexOf(peer), 1)
    this.types('closes it', [...peer.close(), seen])
  }

  /** Sends beside all that follows, as fast as the chardev takes it. */
  sends(peer: TypedPeer, payload: Payload): void {
    const name = `to_send${this.#sends.length + 1}`
    this.types('gets ready to send', [`>>> ${name} = ${pythonBytes(payload)}`])
    this.#endRow()
    this.#sends.push({ name, bytes: payload.bytes })
    const loop = [
      `for at in range(0, len(${name}), ${chunkBytes}):`,
      `    chunk = ${name}[at:at + ${chunkBytes}]`,
      ...peer.send('chunk').map(line => `    ${line.slice('>>> '.length)}`),
      '    sent += len(chunk)',
    ]
    const total = this.#sends.reduce((sum, { bytes }) => sum + bytes, 0)
    this.write(`step 'The host begins to send ${payload.bytes} bytes'`, `TO_SEND=${total} MEMORY=$(memory)`)
    this.#lines.push(...hereDocument('host_beside', loop))
  }

  /** Comes when all is sent: typed, too, it would be the next line. */
  endsWriting(peer: TypedPeer): void {
    if (this.#sends.length > 0) this.write('wait_for all_is_sent')
    const typed = peer.endWriting()
    this.types('will write no more', typed.length === 0 ? [] : [...typed, seen])
  }

  #endRow(): void {
    const row = this.#row
    this.#row = null
    if (row === null) return
    this.#lines.push('', `step ${shellWord(`The host ${row.verbs.join(', ')}`)}`)
    if (row.reads !== null) this.#setRead(row.reads)
    for (const part of parts(row.typed)) {
      if (part.prompt === '$') this.#lines.push(...part.lines.map(scriptLine))
      else this.#lines.push(...hereDocument(row.reads === null ? 'host' : 'host_reads', part.lines))
    }
    this.#setRead(this.#open.at(-1)?.readsOnce ?? '')
    this.#readsOnAt = row.reads !== null && this.#read === row.reads ? this.#lines.length : null
  }

  /** READ is what the script lets the host do when it must read beyond what the case says. */
  #setRead(statement: string): void {
    if (statement !== this.#read) this.#lines.push(`READ=${shellWord(statement)}`)
    this.#read = statement
  }
}

/** What the host does in a row. */
interface Row {
  readonly verbs: string[]
  readonly typed: string[]
  /** The statement that reads from the end from which it reads, if it does. */
  reads: string | null
}

/** Typed lines in order, those of one prompt together and without it; what is said in answer is none. */
function parts(typed: readonly string[]): { prompt: '$' | '>>>'; lines: string[] }[] {
  const parts: { prompt: '$' | '>>>'; lines: string[] }[] = []
  for (const line of typed) {
    const [start] = line.split(' ', 1)
    if (line === '$ python3' || !['$', '>>>', '...'].includes(start ?? '')) continue
    const prompt = start === '$' ? '$' : '>>>'
    if (parts.at(-1)?.prompt !== prompt) parts.push({ prompt, lines: [] })
    parts.at(-1)?.lines.push(line.slice(prompt.length + 1))
  }
  // The empty line that ends a block is for whoever types.
  for (const { lines } of parts) if (lines.at(-1) === '') lines.pop()
  return parts
}
