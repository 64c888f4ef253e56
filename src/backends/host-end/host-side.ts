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
      const { signal, release } = firstOf(opening.signal, closing.signal)
      const opened = open({ ...opening, signal })
      openings.push(opened)
      try {
        return await opened
      } finally {
        release()
      }
    },
    async close() {
      closing.abort(new Error('the host side is closed'))
      for (const opened of await Promise.allSettled(openings))
        if (opened.status === 'fulfilled') opened.value.close()
      await giveBack()
    },
  }
}

/**
 * A signal that aborts with the first of these until it is released. It keeps them alive, unlike AbortSignal.any of Node 20
 * (decision 3).
 */
function firstOf(...signals: readonly AbortSignal[]): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController()
  const { signal } = controller
  const releases = signals.map(each => {
    const follow = () => controller.abort(each.reason)
    if (each.aborted) follow()
    else each.addEventListener('abort', follow, { once: true })
    return () => each.removeEventListener('abort', follow)
  })
  const release = () => {
    for (const remove of releases) remove()
  }
  return { signal, release }
}
