import { shellWord } from '../model/value/shell-word.ts'
import type { JobEvents } from './job.ts'
import { eachLine } from './lines.ts'
import type { Ssh } from './ssh.ts'
import { unlessAborted } from './unless-aborted.ts'

const everySeconds = 0.1
/** Begins the line that the reader adds at the end; the exit status follows, or nothing if all of it was killed. */
const endMark = 'chardev-fc: it ended with'

/**
 * A guest command that outlives the ssh connection over which it was started. Its output, standard error included, goes
 * to a file in the guest, which is read ten times a second. Once that connection is gone, `follow` reads on over another.
 */
export class KeptJob {
  /** The pid of the guest's shell. */
  pid = 0
  readonly #file: string
  readonly #events: JobEvents
  /** How many lines of the file have been read. */
  #lines = 0
  /** Whether an empty line is held back: it may only end the last line of the output. */
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
    const channel = await ssh.exec(start, signal)
    channel.write('go\n')
    const started = new Promise<void>(resolve => {
      eachLine(channel, line => {
        this.#take(line)
        resolve()
      })
    })
    await unlessAborted(started, signal)
  }

  /** Reads on over another connection, from the line after the last one read. */
  async follow(ssh: Ssh, signal: AbortSignal): Promise<void> {
    let skipped = this.#lines
    const channel = await ssh.exec(`exec ${this.#reader}`, signal)
    eachLine(channel, line => {
      if (skipped > 0) skipped -= 1
      else this.#take(line)
    })
  }

  /** Ends the previous reader, which may still run: the guest does not know that its connection is gone. */
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
