import type { Frontend } from '../../model/case/frontend.ts'
import { type Port, type Ports, portNamedIn } from '../../model/case/ports.ts'
import { shellWord } from '../../model/value/shell-word.ts'
import { inTurn } from './in-turn.ts'
import { hereDocument, scriptLine } from './script-words.ts'
import type { TypedCase } from './typed-case.ts'
import type { TypedHost, TypedPeer } from './typed-host.ts'
import type { TypedHosts } from './typed-hosts.ts'
import type { OtherQemu, TypedQemus } from './typed-qemus.ts'

/**
 * The shell script that script faces write: lines that call the functions of src/reproduce/script/*.sh. Successive verbs
 * of the host are one step, so that nothing, not even a wait of the script, comes between them.
 */
export class Script {
  readonly hosts: TypedHosts
  readonly ports: Ports
  readonly qemus: TypedQemus
  /** The peers that are open. */
  readonly open: TypedPeer[] = []
  /** The payloads to send: the Python variable that holds each, and its size. */
  readonly sends: { readonly name: string; readonly bytes: number }[] = []
  readonly #commandOf: (other: OtherQemu) => readonly string[]
  readonly #lines: string[] = []
  /** The port that each job uses. */
  readonly #jobs: Port[] = []
  #row: Row | null = null
  #readsOnAt: number | null = null
  #read = ''

  /** `commandOf`: the lines of the shell function that starts another QEMU. */
  constructor({ hosts, ports, qemus }: TypedCase, commandOf: (other: OtherQemu) => readonly string[]) {
    this.hosts = hosts
    this.ports = ports
    this.qemus = qemus
    this.#commandOf = commandOf
  }

  /** The device of the port under test. */
  get frontend(): Frontend {
    return this.ports[0].frontend
  }

  /** The host side of the port under test. */
  get host(): TypedHost {
    return this.hosts.of('')
  }

  /** The lines so far. A host whose last verb is to read keeps reading until the end. */
  get lines(): readonly string[] {
    this.#endRow()
    const lines =
      this.#readsOnAt === null ? this.#lines : this.#lines.toSpliced(this.#readsOnAt, 0, 'host_reads_on')
    const last = lines.findLastIndex(line => line.startsWith('host_reads '))
    return last === -1 ? lines : lines.toSpliced(last, 0, 'LAST_READ=yes')
  }

  /** Adds shell commands. */
  write(...lines: readonly string[]): void {
    this.#endRow()
    this.#lines.push('', ...lines)
  }

  /** Adds lines that a user would type on the host. `verb` completes "The host …". */
  types(verb: string, typed: readonly string[]): void {
    if (typed.length === 0) return
    this.#row ??= { verbs: [], typed: [], reads: null, keepsReading: false }
    this.#row.keepsReading = false
    this.#row.verbs.push(verb)
    this.#row.typed.push(...typed)
  }

  reads(verb: string, peer: TypedPeer, typed: readonly string[]): void {
    this.types(verb, typed)
    if (this.#row) this.#row.reads = peer.readsOnce
  }

  /** The same for lines that only ask QEMU's monitor: a host that was reading keeps reading. */
  asks(verb: string, typed: readonly string[]): void {
    const keepsReading = this.#row?.keepsReading ?? true
    this.types(verb, typed)
    if (this.#row) this.#row.keepsReading = keepsReading
  }

  /** Starts another QEMU. */
  starts(other: OtherQemu, step: string): void {
    this.types('gets ready', other.prepare)
    this.write(
      `step ${shellWord(step)}`,
      ...['other_qemu() {', ...this.#commandOf(other), '}'],
      `starts_other ${other.name}${other.way === 'unix' ? ' guest' : ''}`,
    )
  }

  /** Starts a command. Returns the name of its job. */
  inGuest(verb: 'runs' | 'starts' | 'background', command: string): string {
    const port = portNamedIn(this.ports, command)
    const { frontend } = port
    const elsewhere = port === this.ports[0] ? '' : ` ${shellWord(frontend.isFile ? frontend.port : '')}`
    this.write(
      `step ${shellWord(`In the guest: ${command}`)}`,
      `guest_${verb} ${shellWord(command)}${elsewhere}`,
    )
    return `job${this.#jobs.push(port)}`
  }

  /** The port that a job uses. */
  portOf(job: string): Port {
    const port = this.#jobs[Number(job.slice('job'.length)) - 1]
    if (port === undefined) throw new Error(`no job '${job}'`)
    return port
  }

  #endRow(): void {
    const row = this.#row
    this.#row = null
    if (row === null) return
    this.#lines.push('', `step ${shellWord(`The host ${inTurn(row.verbs)}`)}`)
    if (row.reads !== null) this.#setRead(row.reads)
    for (const part of parts(row.typed)) {
      if (part.prompt === '$') this.#lines.push(...part.lines.map(scriptLine))
      else this.#lines.push(...hereDocument(row.reads === null ? 'host' : 'host_reads', part.lines))
    }
    this.#setRead(this.open.at(-1)?.readsOnce ?? '')
    const readsOn =
      row.reads === null ? row.keepsReading && this.#readsOnAt !== null : this.#read === row.reads
    this.#readsOnAt = readsOn ? this.#lines.length : null
  }

  /** $READ is the statement that the host runs when it must read more than the case says. */
  #setRead(statement: string): void {
    if (statement !== this.#read) this.#lines.push(`READ=${shellWord(statement)}`)
    this.#read = statement
  }
}

/** Successive verbs of the host. */
interface Row {
  readonly verbs: string[]
  readonly typed: string[]
  /** The Python statement that reads from the end that the host reads, if it reads. */
  reads: string | null
  /** Whether a host that was reading before keeps reading after it. */
  keepsReading: boolean
}

/** Typed lines in order, grouped by prompt, without the prompts and the answers. */
function parts(typed: readonly string[]): { prompt: '$' | '>>>'; lines: string[] }[] {
  const parts: { prompt: '$' | '>>>'; lines: string[] }[] = []
  for (const line of typed) {
    const [start] = line.split(' ', 1)
    if (line === '$ python3' || !['$', '>>>', '...'].includes(start ?? '')) continue
    const prompt = start === '$' ? '$' : '>>>'
    if (parts.at(-1)?.prompt !== prompt) parts.push({ prompt, lines: [] })
    parts.at(-1)?.lines.push(line.slice(prompt.length + 1))
  }
  // Only a prompt needs the empty line that ends a block.
  for (const { lines } of parts) if (lines.at(-1) === '') lines.pop()
  return parts
}
