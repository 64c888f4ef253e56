/**
 * Waits until all of some streams' works have ended, which take each other down when one fails: what is thrown is
 * the reason, and not that a neighbour closed too early.
 */
export async function together(works: readonly Promise<unknown>[]): Promise<void> {
  const ends = await Promise.allSettled(works)
  const reasons = ends.filter(end => end.status === 'rejected').map(({ reason }) => reason as unknown)
  if (reasons.length > 0) throw reasons.find(reason => !isEcho(reason)) ?? reasons[0]
}

/** Node's word for a stream that was taken down, and tar-stream's and streamx's. */
function isEcho(reason: unknown): boolean {
  if (!(reason instanceof Error)) return false
  const isClosed = 'code' in reason && reason.code === 'ERR_STREAM_PREMATURE_CLOSE'
  return (
    isClosed ||
    /^(tar entry destroyed|Stream was destroyed|Writable stream closed prematurely|pack stream destroyed)/.test(
      reason.message,
    )
  )
}
