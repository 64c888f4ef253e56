import type { HostEnd, HostSide } from '../../model/case/backend.ts'

/**
 * A host side that opens ends so. Its `close` cuts the openings that are under way, closes all ends, and then gives
 * back what `prepare` took.
 */
export function hostSide(
  open: HostSide['open'],
  giveBack: () => unknown = () => undefined,
): Pick<HostSide, 'open' | 'close'> {
  const closing = new AbortController()
  const openings: Promise<HostEnd>[] = []
  return {
    async open(opening) {
      const opened = open({ ...opening, signal: AbortSignal.any([opening.signal, closing.signal]) })
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
