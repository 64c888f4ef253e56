import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { pipeline, type Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { killGroup } from '../cache/kill-group.ts'
import { InfraError } from '../model/errors.ts'
import { outputTail } from './binary/output-tail.ts'
import { parentDeath } from './parent-death.ts'

/** How a QEMU ended: its status or the signal that killed it, and the end of what it said. */
export interface Exit {
  readonly code: number | null
  readonly signal: string | null
  /** The last lines of its output, escaped, on one line; `''` for silence. */
  readonly words: string
}

/**
 * A running QEMU. Disposing it kills it at once, as its guests have nothing that is worth a farewell, and throws
 * InfraError if it will not go.
 */
export interface QemuProcess extends AsyncDisposable {
  /** What was started: setpriv and wrapper scripts that `exec` become QEMU, others are its parent (`holderOf`). */
  readonly pid: number
  /** Never rejects. */
  readonly exited: Promise<Exit>
}

const goneMs = 5000

/**
 * Starts QEMU with its output in the file `stderrPath` and nothing on stdin (or both on `terminal`, a descriptor), in a
 * process group of its own, so that Ctrl-C on the terminal leaves it standing until the evidence is taken. The kernel
 * kills it when we die. `signal` is only asked before the start: what has been started is ended by disposing it. One
 * that dies at start says so through `exited`. Throws InfraError when nothing could be started at all.
 */
export async function startQemu(order: {
  readonly qemu: string
  readonly argv: readonly string[]
  readonly cwd: string
  readonly stderrPath: string
  /** Variables beside our own environment. */
  readonly variables?: { readonly [name: string]: string } | undefined
  readonly terminal?: number | undefined
  /** A file whose content QEMU finds behind descriptor 3, which is a socket: 11.1 takes no regular file there. */
  readonly feed?: string | undefined
  readonly signal: AbortSignal
}): Promise<QemuProcess> {
  const [file = order.qemu, ...args] = [...(await parentDeath()), order.qemu, ...order.argv]
  const output = await open(order.stderrPath, 'a')
  try {
    order.signal.throwIfAborted()
    // Node's own spawn: execa hands no file descriptor above 9 to a child, and through a pipe what QEMU says
    // would arrive only while we are not too busy to copy it.
    const { terminal } = order
    const feed = order.feed === undefined ? [] : ['pipe' as const]
    const stdio: StdioOptions = [terminal ?? 'ignore', terminal ?? output.fd, output.fd, ...feed]
    const env = { ...process.env, ...order.variables }
    const child = spawn(file, args, { cwd: order.cwd, env, stdio, detached: true })
    const exited = endOf(child, order.stderrPath)
    if (child.pid === undefined) throw cannotStart(order.qemu, await exited)
    if (order.feed !== undefined) feedTo(child, order.feed)
    return running(child, child.pid, exited)
  } finally {
    await output.close()
  }
}

/** A QEMU that ends before it has read all says so by its end. */
function feedTo(child: ChildProcess, path: string): void {
  const target = child.stdio[3] as Writable
  pipeline(createReadStream(path, { highWaterMark: 1024 ** 2 }), target, () => undefined)
}

function endOf(child: ChildProcess, stderrPath: string): Promise<Exit> {
  return new Promise(resolve => {
    child.once('error', error => resolve({ code: null, signal: null, words: outputTail(error.message) }))
    child.once('exit', (code, signal) => {
      const said = readFile(stderrPath, 'utf8').catch(() => '')
      void said.then(text => {
        resolve({ code, signal, words: outputTail(text) })
      })
    })
  })
}

function running(child: ChildProcess, pid: number, exited: Promise<Exit>): QemuProcess {
  const kill = async () => {
    // Node knows of the end before anybody could be given the same number. To the group: a wrapper that did not `exec`
    // must not outlive its QEMU, nor the other way round.
    if (child.exitCode === null && child.signalCode === null) killGroup(pid)
    if (!(await within(exited, goneMs))) {
      throw new InfraError(
        `QEMU (process ${pid}) was killed but still exists after ${goneMs / 1000} s; /proc/${pid}/wchan shows where it is blocked`,
      )
    }
  }
  return { pid, exited, [Symbol.asyncDispose]: kill }
}

async function within(exited: Promise<Exit>, ms: number): Promise<boolean> {
  const waiting = new AbortController()
  const timedOut = sleep(ms, false, { signal: waiting.signal }).catch(() => false)
  const gone = await Promise.race([exited.then(() => true), timedOut])
  waiting.abort()
  return gone
}

function cannotStart(path: string, { words }: Exit): InfraError {
  return new InfraError(
    `cannot start ${path}: ${words}; check its permissions and the limit on processes (ulimit -u)`,
  )
}
