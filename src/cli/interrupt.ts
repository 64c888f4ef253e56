import { setMaxListeners } from 'node:events'
import { endGroups } from '../cache/keeper.ts'
import { removeScratch } from '../cache/scratch.ts'
import { err } from './terminal/output.ts'

/** The signals that interrupt a command, and their exit codes. */
const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
type Name = keyof typeof codes

/** Signals within this time are one interruption, ms: Ctrl-C reaches us from the terminal and again from `npm start`. */
const sameMs = 500

/** The reason of an abort by a signal of the user or the system. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly code: number

  constructor(signal: Name) {
    super(`interrupted by ${signal}`)
    this.code = codes[signal]
  }
}

const controller = new AbortController()
// Every running cell listens: more than ten listeners, of which Node warns, are no leak.
setMaxListeners(0, controller.signal)
let isAwaited = false
let firstMs: number | null = null

/**
 * Handles signals from now on. The first aborts `interruptSignal`; while no command has asked for that, it ends us. A
 * second one ends us at once, except SIGHUP: when a terminal closes, the kernel and the shell send one each. Before we
 * end at once, what we have started is killed and its folders are removed, without waiting.
 */
export function handleInterrupts(): void {
  for (const name of Object.keys(codes) as Name[]) process.on(name, () => interrupted(name))
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
    if (!isAwaited) endNow(name, '')
    controller.abort(new Interrupted(name))
  } else if (name !== 'SIGHUP' && now - firstMs > sameMs) endNow(name, ' again: not waiting for the end')
}

function endNow(name: Name, how: string): never {
  endGroups()
  removeScratch()
  err.print(`chardev-fc: interrupted by ${name}${how}\n`)
  process.exit(codes[name])
}
