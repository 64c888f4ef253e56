/** A signal that aborts with its parent or when the time is up. Dispose it to clear the timer. */
export interface TimeLimit extends Disposable {
  readonly signal: AbortSignal
  /** Whether it aborted because the time was up. */
  readonly isUp: boolean
}

/**
 * Limits a wait. `AbortSignal.any([parent, AbortSignal.timeout(ms)])` does not work: Node 20 holds the sources of such a
 * signal weakly, so the timeout may be garbage-collected and never fire (on 20.20 a wait of 5 s never ended).
 */
export function timeLimit(ms: number, parent: AbortSignal): TimeLimit {
  const controller = new AbortController()
  let isUp = false
  const follow = () => controller.abort(parent.reason)
  if (parent.aborted) follow()
  parent.addEventListener('abort', follow, { once: true })
  const timer = setTimeout(() => {
    isUp = true
    controller.abort(new Error(`not done after ${ms} ms`))
  }, ms)
  return {
    signal: controller.signal,
    get isUp() {
      return isUp
    },
    [Symbol.dispose]() {
      clearTimeout(timer)
      parent.removeEventListener('abort', follow)
    },
  }
}
