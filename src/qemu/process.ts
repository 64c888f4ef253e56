import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { pipeline, type Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { killGroup } from '../cache/kill-group.ts'
import { InfraError } from '../model/errors.ts'
import { outputTail } from './binary/output-tail.ts'
import { parentDeath } from './parent-death.ts'

/** How a QEMU ended: its status or the signal that killed it, and the tail of its output. */
export interface Exit {
  readonly code: number | null
  readonly signal: string | null
  /** The last lines of its output, escaped, on one line; `''` if it printed nothing. */
  readonly output: string
}

/** A running QEMU. Disposing it kills it (guests need no clean shutdown) and throws InfraError if it does not end. */
export interface QemuProcess extends AsyncDisposable {
  /** The started process. A wrapper script that does not `exec` is only QEMU's parent (`holderOf`). */
  readonly pid: number
  /** Never rejects. */
  readonly exited: Promise<Exit>
}

const killTimeoutMs = 5000

/**
 * Starts QEMU with its output in the file `stderrPath` and no stdin (or both on the descriptor `terminal`). QEMU gets its
 * own process group, so that Ctrl-C on the terminal does not end it before the evidence is collected. The kernel kills
 * it when we die. `signal` is only checked before the start; dispose the process to end it. A QEMU that exits at once
 * shows through `exited`. Throws InfraError if no process could be started.
 */
export async function startQemu(order: {
  readonly qemu: string
  readonly argv: readonly string[]
  readonly cwd: string
  readonly stderrPath: string
  /** Variables in addition to our environment. */
  readonly variables?: { readonly [name: string]: string } | undefined
  readonly terminal?: number | undefined
  /** A file whose content QEMU reads from descriptor 3, a socket: 11.1 accepts no regular file there. */
  readonly feed?: string | undefined
  readonly signal: AbortSignal
}): Promise<QemuProcess> {
  const [file = order.qemu, ...args] = [...(await parentDeath()), order.qemu, ...order.argv]
  const output = await open(order.stderrPath, 'a')
  try {
    order.signal.throwIfAborted()
    // Node's own spawn: execa passes no file descriptor above 9 to a child. A file and not a pipe: output through a pipe
    // is delayed while we are too busy to copy it.
    const { terminal } = order
    const feed = order.feed === undefined ? [] : ['pipe' as const]
    const stdio: StdioOptions = [terminal ?? 'ignore', terminal ?? output.fd, output.fd, ...feed]
    const env = { ...process.env, ...order.variables }
    const child = spawn(file, args, { cwd: order.cwd, env, stdio, detached: true })
    const exited = endOf(child, order.stderrPath)
    if (child.pid === undefined)
      throw new InfraError(
        `cannot start ${order.qemu}: ${(await exited).output}; check its permissions and the limit on processes (ulimit -u)`,
      )
    if (order.feed !== undefined) feedTo(child, order.feed)
    return running(child, child.pid, exited)
  } finally {
    await output.close()
  }
}

/** Ignores write errors: if QEMU ends before it has read everything, `exited` shows it. */
function feedTo(child: ChildProcess, path: string): void {
  const target = child.stdio[3] as Writable
  pipeline(createReadStream(path, { highWaterMark: 1024 ** 2 }), target, () => undefined)
}

function endOf(child: ChildProcess, stderrPath: string): Promise<Exit> {
  return new Promise(resolve => {
    child.once('error', error => resolve({ code: null, signal: null, output: outputTail(error.message) }))
    child.once('exit', (code, signal) => {
      const text = readFile(stderrPath, 'utf8').catch(() => '')
      void text.then(text => resolve({ code, signal, output: outputTail(text) }))
    })
  })
}

function running(child: ChildProcess, pid: number, exited: Promise<Exit>): QemuProcess {
  const kill = async () => {
    // Node learns of the exit before the kernel can reuse the pid. The whole group, so that a wrapper that did not `exec`
    // and its QEMU both end.
    if (child.exitCode === null && child.signalCode === null) killGroup(pid)
    if (!(await within(exited, killTimeoutMs))) {
      throw new InfraError(
        `QEMU (process ${pid}) was killed but still exists after ${killTimeoutMs / 1000} s; /proc/${pid}/wchan shows where it is blocked`,
      )
    }
  }
  return { pid, exited, [Symbol.asyncDispose]: kill }
}

async function within(exited: Promise<Exit>, ms: number): Promise<boolean> {
  const timer = new AbortController()
  const timeout = sleep(ms, false, { signal: timer.signal }).catch(() => false)
  const hasEnded = await Promise.race([exited.then(() => true), timeout])
  timer.abort()
  return hasEnded
}
