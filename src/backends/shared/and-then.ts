import type { Typed } from '../../model/case/backend.ts'

/** The same host side as lines to type, with more lines after those that open it. */
export function andThen(typed: Typed, more: readonly string[]): Typed {
  const { open, openInPieces } = typed
  return {
    ...typed,
    open: [...open, ...more],
    ...(openInPieces && { openInPieces: (bytes, wait) => [...openInPieces(bytes, wait), ...more] }),
  }
}
