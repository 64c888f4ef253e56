import type { ChildProcess, StdioOptions } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, type Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileEnd } from '../cache/file-end.ts'
import { killGroup } from '../cache/kill-group.ts'
import { endMarked } from '../cache/marked-processes.ts'
import { spawnKept } from '../cache/spawn-kept.ts'
import { migrationFd } from '../model/case/migration-way.ts'
import { InfraError } from '../model/errors.ts'
import { inputLimits } from '../model/input-limits.ts'
import { durationText } from '../model/value/units.ts'
import { outputTail } from './binary/output-tail.ts'
import { procText, stateIn } from './watch/proc-files.ts'

/** How a QEMU ended: its status or the signal that killed it, and the tail of its output. */
export interface Exit {
  readonly code: number | null
  readonly signal: string | null
  /** The last lines of its output, escaped, on one line; `''` if it printed nothing. */
  readonly output: string
}

/**
 * A running QEMU. Disposing it kills it (guests need no clean shutdown) and waits for its end. Throws InfraError if it
 * does not end within a minute.
 */
export interface QemuProcess extends AsyncDisposable {
  /** The started process. A wrapper script that does not `exec` is only QEMU's parent (`holderOf`). */
  readonly pid: number
  /** Never rejects. */
  readonly exited: Promise<Exit>
}

/** A killed process may need long on a busy host, or while it waits for a disk; the run and its verdict wait for it. */
const killTimeoutMs = 60_000
const slowMs = 5000
const killPollMs = 20

/** What `running` needs to end a QEMU. */
interface Ending {
  readonly mark: string
  readonly exited: Promise<Exit>
  readonly onSlowEnd: ((text: string) => void) | undefined
}

/**
 * Starts QEMU with its output in the file `stderrPath` and no stdin (or both on the descriptor `terminal`). It ends with
 * us (`spawnKept`), but not by Ctrl-C on the terminal, before the evidence is collected. `signal` is only checked before
 * the start; dispose the process to end it. A QEMU that exits at once shows through `exited`. Throws InfraError if no
 * process could be started.
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
  /** The descriptor that it inherits as `migrationFd`. */
  readonly migration?: number | undefined
  /** Called once when it still exists 5 s after it was killed. */
  readonly onSlowEnd?: ((text: string) => void) | undefined
  readonly signal: AbortSignal
}): Promise<QemuProcess> {
  const output = await open(order.stderrPath, 'a')
  try {
    order.signal.throwIfAborted()
    // Node's own spawn: execa passes no file descriptor above 9 to a child. A file and not a pipe: output through a pipe
    // is delayed while we are too busy to copy it.
    const { terminal } = order
    const stdio: StdioOptions = [terminal ?? 'ignore', terminal ?? output.fd, output.fd]
    if (order.feed !== undefined) stdio[3] = 'pipe'
    if (order.migration !== undefined) {
      stdio[3] ??= 'ignore' // spawn skips a hole
      stdio[migrationFd] = order.migration
    }
    const env = { ...process.env, ...order.variables }
    const { child, mark } = spawnKept(order.qemu, order.argv, { cwd: order.cwd, env, stdio })
    const exited = endOf(child, order.stderrPath)
    if (child.pid === undefined)
      throw new InfraError(
        `cannot start ${order.qemu}: ${(await exited).output}; check its permissions and the limit on processes (ulimit -u)`,
      )
    if (order.feed !== undefined) feedTo(child, order.feed)
    return running(child, child.pid, { mark, exited, onSlowEnd: order.onSlowEnd })
  } finally {
    await output.close()
  }
}

/**
 * Ignores errors: if QEMU ends before it has read everything, `exited` shows it. The socket may tell that (ECONNRESET)
 * after the pipeline has written all and listens no more.
 */
function feedTo(child: ChildProcess, path: string): void {
  const target = child.stdio[3] as Writable
  target.on('error', () => undefined)
  pipeline(createReadStream(path, { highWaterMark: 1024 ** 2 }), target, () => undefined)
}

function endOf(child: ChildProcess, stderrPath: string): Promise<Exit> {
  return new Promise(resolve => {
    child.once('error', error => resolve({ code: null, signal: null, output: outputTail(error.message) }))
    child.once('exit', (code, signal) =>
      resolve({ code, signal, output: outputTail(fileEnd(stderrPath, inputLimits.outputEnd, 'utf8')) }),
    )
  })
}

function running(child: ChildProcess, pid: number, { mark, exited, onSlowEnd }: Ending): QemuProcess {
  const hasExited = () => child.exitCode !== null || child.signalCode !== null
  /** Behind a wrapper that did not `exec`, QEMU may end later than the wrapper, or have left its process group. */
  const remaining = () => {
    const marked = endMarked(mark)
    return hasExited() ? marked : [...new Set([pid, ...marked])]
  }
  const kill = async () => {
    if (!hasExited()) killGroup(pid)
    let isKnown = false
    let left = remaining()
    for (const began = performance.now(); left.length > 0; left = remaining()) {
      const tookMs = performance.now() - began
      const text = `QEMU was killed ${durationText(tookMs)} ago and still exists: ${left.map(stateText).join('; ')}`
      if (tookMs > killTimeoutMs) throw new InfraError(`${text}; end it, or restart this host`)
      if (tookMs > slowMs && !isKnown) onSlowEnd?.(text)
      isKnown = tookMs > slowMs
      await (hasExited() ? sleep(killPollMs) : within(exited, killPollMs))
    }
  }
  return { pid, exited, [Symbol.asyncDispose]: kill }
}

/** Waits for the exit, at most this long. */
async function within(exited: Promise<Exit>, ms: number): Promise<void> {
  const timer = new AbortController()
  await Promise.race([exited, sleep(ms, null, { signal: timer.signal }).catch(() => null)])
  timer.abort()
}

function stateText(pid: number): string {
  return `process ${pid}, state ${stateIn(`/proc/${pid}`)}, in ${procText(`/proc/${pid}/wchan`)}`
}
