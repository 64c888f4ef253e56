import { setMaxListeners } from 'node:events'

/** The signals that end a command in good order, with the exit code each leads to. */
const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/** Why work was given up: the person, or the system, said so. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly code: number

  constructor(signal: keyof typeof codes) {
    super(`interrupted by ${signal}`)
    this.code = codes[signal]
  }
}

/**
 * A signal that aborts when the process is asked to end, or cannot go on. The second asking ends it at once: QEMU goes
 * with it (parent-death signal), files that stay behind are cleaned up by the next run.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController()
  // Every cell that is played listens: Node's warning of more than ten means leaks.
  setMaxListeners(0, controller.signal)
  for (const name of Object.keys(codes) as (keyof typeof codes)[]) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(codes[name])
      controller.abort(new Interrupted(name))
    })
  }
  // In good order too, and with its own code (main.ts): an error that nobody waits for.
  process.setUncaughtExceptionCaptureCallback(null)
  process.setUncaughtExceptionCaptureCallback(error => controller.abort(error))
  return controller.signal
}
