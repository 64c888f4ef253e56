/**
 * Waits until all of the promises have settled. They belong to connected streams, which all fail if one of them fails:
 * the error thrown is the first cause, not that a neighbouring stream was closed.
 */
export async function together(promises: readonly Promise<unknown>[]): Promise<void> {
  const ends = await Promise.allSettled(promises)
  const reasons = ends.filter(end => end.status === 'rejected').map(({ reason }) => reason as unknown)
  if (reasons.length > 0) throw reasons.find(reason => !isConsequence(reason)) ?? reasons[0]
}

/** Whether an error only says that a stream was closed, in the words of Node, tar-stream and streamx. */
function isConsequence(reason: unknown): boolean {
  if (!(reason instanceof Error)) return false
  const isClosed = 'code' in reason && reason.code === 'ERR_STREAM_PREMATURE_CLOSE'
  return (
    isClosed ||
    /^(tar entry destroyed|Stream was destroyed|Writable stream closed prematurely|pack stream destroyed)/.test(
      reason.message,
    )
  )
}
