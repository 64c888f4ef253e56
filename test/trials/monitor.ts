import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Backend, Place } from '../../src/model/case/backend.ts'
import type { Case } from '../../src/model/case/case.ts'

/** What becomes of a line that QEMU's monitor says: null for nothing. */
export type Tamper = (line: string) => string | null

/** A bad line between us and QEMU's monitor: it passes on all, until it is told to tamper. */
export class Monitor {
  #tamper: Tamper = line => line
  #delayMs = 0
  #client: Socket | null = null
  #qemu: Socket | null = null

  /** The case, in which the monitor's socket is ours and QEMU's is `.real` beside it. */
  before(played: Case): Case {
    const prepare: Backend['prepare'] = async place => {
      const side = await played.chardev.prepare(place)
      const server = await this.#listen(place)
      const close = async () => {
        server.close()
        this.#client?.destroy()
        await side.close()
      }
      return { ...side, close }
    }
    return { ...played, chardev: { ...played.chardev, prepare } }
  }

  tamper(tamper: Tamper): void {
    this.#tamper = tamper
  }

  delay(ms: number): void {
    this.#delayMs = ms
  }

  /** Gives QEMU a command in nobody's name: its answer has no id. */
  command(execute: string): void {
    this.#qemu?.write(`${JSON.stringify({ execute })}\n`)
  }

  /** Says something in QEMU's name. */
  onProgress(line: string): void {
    this.#client?.write(`${line}\r\n`)
  }

  #listen(place: Place): Promise<Server> {
    const path = place.path('qmp')
    const server = createServer(client => this.#join(client, connect(`${path}.real`)))
    return new Promise(resolve => server.listen(path, () => resolve(server)))
  }

  /** A client that comes before QEMU listens is sent away, and comes again. */
  #join(client: Socket, qemu: Socket): void {
    this.#client = client
    this.#qemu = qemu
    for (const [one, other] of [
      [client, qemu],
      [qemu, client],
    ] as const) {
      one.on('error', () => undefined)
      one.on('close', () => other.destroy())
    }
    client.pipe(qemu)
    let rest = ''
    qemu.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) setTimeout(() => this.#pass(line), this.#delayMs)
    })
  }

  #pass(line: string): void {
    const changed = this.#tamper(line)
    if (changed !== null) this.#client?.write(`${changed}\n`)
  }
}
