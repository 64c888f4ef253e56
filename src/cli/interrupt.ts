import { setMaxListeners } from 'node:events'

/** The signals that interrupt a command, and their exit codes. */
const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/** The reason of an abort by a signal of the user or the system. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly code: number

  constructor(signal: keyof typeof codes) {
    super(`interrupted by ${signal}`)
    this.code = codes[signal]
  }
}

/**
 * An AbortSignal that aborts on a signal or an uncaught error. A second signal exits at once: QEMU ends too
 * (parent-death signal), and the next run removes the files left behind.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController()
  // Every running cell listens: more than ten listeners, of which Node warns, are no leak.
  setMaxListeners(0, controller.signal)
  for (const name of Object.keys(codes) as (keyof typeof codes)[]) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(codes[name])
      controller.abort(new Interrupted(name))
    })
  }
  // An error that nobody waits for aborts, too, instead of exiting at once as in main.ts.
  process.setUncaughtExceptionCaptureCallback(null)
  process.setUncaughtExceptionCaptureCallback(error => controller.abort(error))
  return controller.signal
}
