import { setMaxListeners } from 'node:events'
import { endGroups } from '../cache/keeper.ts'
import { removeScratch } from '../cache/scratch.ts'
import { InfraError } from '../model/errors.ts'
import { err, out } from './terminal/output.ts'

/**
 * The signals that interrupt a command, and their exit codes. SIGPIPE is not sent: Node ignores it, and a write to stdout
 * fails when its reader has ended (`| head`).
 */
const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGPIPE: 141 } as const
type Name = keyof typeof codes

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Signals within this time are one interruption, ms: Ctrl-C reaches us from the terminal and again from `npm start`. */
const sameMs = 500

/** The reason of an abort by a signal of the user or the system. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly code: number

  constructor(signal: Name) {
    super(signal === 'SIGPIPE' ? 'interrupted: nothing reads stdout any more' : `interrupted by ${signal}`)
    this.code = codes[signal]
  }
}

const controller = new AbortController()
// Every running cell listens: more than ten listeners, of which Node warns, are no leak.
setMaxListeners(0, controller.signal)
let isAwaited = false
let firstMs: number | null = null

/**
 * Handles signals, and a stdout that nobody reads any more, from now on. The first aborts `interruptSignal`; while no
 * command has asked for that, it ends us. A second one ends us at once, except SIGHUP (when a terminal closes, the kernel
 * and the shell send one each) and further writes to stdout. Before we end at once, what we have started is killed and
 * its folders are removed, without waiting.
 */
export function handleInterrupts(): void {
  for (const name of signals) process.on(name, () => interrupted(name))
  out.stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return interrupted('SIGPIPE')
    throw new InfraError(`cannot write to stdout: ${error.message}`, { cause: error })
  })
  // Without a reader of messages a command can still end well.
  err.stream.on('error', () => undefined)
}

/** An AbortSignal that aborts on a signal or an uncaught error. */
export function interruptSignal(): AbortSignal {
  isAwaited = true
  // An error that nobody waits for aborts, too, instead of exiting at once as in main.ts.
  process.setUncaughtExceptionCaptureCallback(null)
  process.setUncaughtExceptionCaptureCallback(error => controller.abort(error))
  return controller.signal
}

/** The error that nobody waited for and that aborted `interruptSignal`; null if there was none. */
export function uncaughtError(): Error | null {
  const { aborted, reason } = controller.signal
  if (!aborted || reason instanceof Interrupted) return null
  return reason instanceof Error ? reason : new Error(String(reason))
}

function interrupted(name: Name): void {
  const now = performance.now()
  if (firstMs === null) {
    firstMs = now
    if (!isAwaited) endNow(name, name === 'SIGPIPE' ? null : '')
    controller.abort(new Interrupted(name))
  } else if (name !== 'SIGHUP' && name !== 'SIGPIPE' && now - firstMs > sameMs)
    endNow(name, ' again: not waiting for the end')
}

/** `how`: what to add to the message, or null for none. */
function endNow(name: Name, how: string | null): never {
  endGroups()
  removeScratch()
  if (how !== null) err.print(`chardev-fc: interrupted by ${name}${how}\n`)
  process.exit(codes[name])
}
