/** A signal that aborts when its parent does or when the time is up. Disposing it ends the watch. */
export interface TimeLimit extends Disposable {
  readonly signal: AbortSignal
  /** Whether the time was up. */
  readonly isUp: boolean
}

/**
 * Limits a wait. Not `AbortSignal.any([parent, AbortSignal.timeout(ms)])`: Node 20 holds the sources of such a signal
 * weakly, so that the timeout may be collected as garbage and never fire (seen on 20.20: a wait of 5 s that never ended).
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
