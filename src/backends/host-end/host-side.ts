import type { HostEnd, HostSide } from '../../model/case/backend.ts'

/**
 * A host side that opens its ends by `open`. Its `close` aborts the openings in progress, closes all ends, and then
 * calls `giveBack` to release what `prepare` took.
 */
export function hostSide(
  open: HostSide['open'],
  giveBack: () => unknown = () => undefined,
): Pick<HostSide, 'open' | 'close'> {
  const closing = new AbortController()
  const openings: Promise<HostEnd>[] = []
  return {
    async open(opening) {
      const opened = open({ ...opening, signal: firstOf(opening.signal, closing.signal) })
      openings.push(opened)
      return opened
    },
    async close() {
      closing.abort(new Error('the host side is closed'))
      for (const opened of await Promise.allSettled(openings))
        if (opened.status === 'fulfilled') opened.value.close()
      await giveBack()
    },
  }
}

/** A signal that aborts with the first of these. It keeps them alive, unlike AbortSignal.any of Node 20 (decision 3). */
function firstOf(...signals: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController()
  for (const signal of signals) {
    const follow = () => controller.abort(signal.reason)
    if (signal.aborted) follow()
    else signal.addEventListener('abort', follow, { once: true })
  }
  return controller.signal
}
