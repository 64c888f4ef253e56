import { shellWord } from '../model/value/shell-word.ts'
import type { JobEvents } from './job.ts'
import { eachLine } from './lines.ts'
import type { Ssh } from './ssh.ts'

const everySeconds = 0.1
/** The beginning of a line that the command itself does not print; its exit status follows, none if all of it was killed. */
const endMark = 'chardev-fc: it ended with'

/**
 * A guest command that outlives the ssh connection that started it. Its output goes to a file in the guest, standard
 * output and error alike, which is read ten times a second; after the connection has broken, `follow` reads on.
 */
export class KeptJob {
  /** The pid of the guest's shell. */
  pid = 0
  readonly #file: string
  readonly #events: JobEvents
  /** Lines of the file that were read. */
  #lines = 0
  /** An empty line that may only end the last line of the command's output. */
  #heldBack = false

  constructor(name: string, events: JobEvents) {
    this.#file = `/tmp/chardev-fc-${name}`
    this.#events = events
  }

  /** Starts the command exactly once (see `startJob`). Resolves once it runs. */
  async start(ssh: Ssh, command: string, signal: AbortSignal): Promise<void> {
    const file = this.#file
    // In a shell of its own, for which another one waits: it may end itself (`exit`), or become its command (`exec`).
    const own = `sh -c ${shellWord(`echo $$ $PPID; ${command}\nexit $?`)}`
    const whole = `${own}\necho $? > ${file}.status`
    const start = `read -r _ || exit; setsid sh -c ${shellWord(whole)} > ${file} 2>&1 < /dev/null & exec ${this.#reader}`
    const started = new Promise<void>(resolve => {
      this.#started = resolve
    })
    const channel = await ssh.exec(start, signal)
    channel.write('go\n')
    eachLine(channel, line => this.#take(line))
    await aborting(started, signal)
  }

  /** Reads on over another connection, from the line after the last one that came. */
  async follow(ssh: Ssh, signal: AbortSignal): Promise<void> {
    let skipped = this.#lines
    const channel = await ssh.exec(`exec ${this.#reader}`, signal)
    eachLine(channel, line => {
      if (skipped > 0) skipped -= 1
      else this.#take(line)
    })
  }

  #started: () => void = () => undefined

  /** The reader of the connection before may still live: the guest does not know that its connection has broken. */
  get #reader(): string {
    const file = this.#file
    const reads = [
      `kill $(cat ${file}.reader) 2> /dev/null`,
      `echo $$ > ${file}.reader`,
      `until [ -s ${file} ]; do sleep ${everySeconds}; done`,
      `read -r _ pid < ${file}; exec < ${file}`,
      `while runs=; [ ! -e /proc/$pid ] || runs=yes; cat && [ -n "$runs" ]; do sleep ${everySeconds}; done`,
      `echo; echo "${endMark} $(cat ${file}.status)"`,
    ]
    return `sh -c ${shellWord(reads.join('\n'))}`
  }

  #take(line: string): void {
    this.#lines += 1
    if (this.#lines === 1) {
      this.pid = Number(line.split(' ')[0])
      this.#events.started()
      this.#started()
    } else if (line.startsWith(endMark)) {
      const status = line.slice(endMark.length).trim()
      this.#events.exited(
        status === '' ? { code: null, signal: 'killed' } : { code: Number(status), signal: null },
      )
    } else {
      if (this.#heldBack) this.#events.line('')
      this.#heldBack = line === ''
      if (line !== '') this.#events.line(line)
    }
  }
}

/** Rejects with the signal's reason when it aborts first. */
function aborting(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const aborted = () => reject(signal.reason)
    signal.addEventListener('abort', aborted, { once: true })
    promise.then(() => {
      signal.removeEventListener('abort', aborted)
      resolve()
    }, reject)
  })
}
