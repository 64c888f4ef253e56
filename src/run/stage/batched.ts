const flushEveryMs = 50

/** A count of bytes that is passed on in batches, at most every 50 ms, or at once on request. */
export interface Batched {
  add(bytes: number, atOnce: boolean): void
  /** Passes on what has been counted, if anything. */
  flush(): void
}

/** Batches counts of bytes, so that a fast stream does not fill the journal. */
export function batched(write: (bytes: number) => void): Batched {
  let counted = 0
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const bytes = counted
    counted = 0
    if (bytes > 0) write(bytes)
  }
  const add = (bytes: number, atOnce: boolean) => {
    counted += bytes
    if (atOnce) flush()
    else timer ??= setTimeout(flush, flushEveryMs)
  }
  return { add, flush }
}
