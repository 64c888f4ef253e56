import { setTimeout as delay } from 'node:timers/promises'
import type { Backend, HostEnd } from '../../src/model/case/backend.ts'
import type { Case } from '../../src/model/case/case.ts'

/** What a bad peer makes of the chunks that arrive: `taken` bytes have come before this one. */
export type Spoil = (chunk: Buffer, taken: number) => readonly Buffer[]

/** Puts a bad peer between QEMU's real socket and the harness: what it does to the bytes, a broken QEMU would do. */
export function spoiled(played: Case, spoil: Spoil): Case {
  return withEnds(played, end => {
    let taken = 0
    return {
      ...end,
      read: onBytes =>
        end.read(chunk => {
          for (const part of spoil(chunk, taken)) onBytes(part)
          taken += chunk.length
        }),
    }
  })
}

/** Applies a change once, to the first chunk of 1 KiB or more that comes after so many bytes. */
export function once(change: (chunk: Buffer) => readonly Buffer[], afterBytes = 1_000_000): Spoil {
  let done = false
  return (chunk, taken) => {
    if (done || taken < afterBytes || chunk.length < 1024) return [chunk]
    done = true
    return change(chunk)
  }
}

/** A peer that takes nothing more from the socket once it has taken so many bytes. */
export function withheld(played: Case, afterBytes = 0): Case {
  return withEnds(played, end => {
    let taken = 0
    return {
      ...end,
      read: onBytes => {
        if (taken >= afterBytes) return
        end.read(chunk => {
          taken += chunk.length
          onBytes(chunk)
          if (taken >= afterBytes) end.pause()
        })
      },
    }
  })
}

/** A peer that takes all from the socket, but passes on nothing for so long once it has taken so many bytes. */
export function delayed(played: Case, { afterBytes, ms }: { afterBytes: number; ms: number }): Case {
  return withEnds(played, end => {
    let taken = 0
    let held: Buffer[] | null = null
    let timer: NodeJS.Timeout | undefined
    return {
      ...end,
      read: onBytes =>
        end.read(chunk => {
          const before = taken
          taken += chunk.length
          if (timer === undefined && taken > afterBytes) {
            held = []
            timer = setTimeout(() => {
              for (const late of held ?? []) onBytes(late)
              held = null
            }, ms)
            onBytes(chunk.subarray(0, afterBytes - before))
            held.push(chunk.subarray(afterBytes - before))
          } else if (held === null) onBytes(chunk)
          else held.push(chunk)
        }),
      close: () => {
        clearTimeout(timer)
        end.close()
      },
    }
  })
}

/** Hosts that close in an orderly way where the case has them reset. */
export function orderly(played: Case): Case {
  return withEnds(played, end => ({ ...end, reset: () => end.close() }))
}

/** A case of which QEMU's log is another file. */
export function logElsewhere(played: Case, path: string): Case {
  const { chardev } = played
  const prepare: Backend['prepare'] = async place => ({ ...(await chardev.prepare(place)), log: path })
  return { ...played, chardev: { ...chardev, prepare } }
}

/** A way to the guest that takes all that the host sends, but loses some bytes once it has taken so many. */
export function swallowing(played: Case, { afterBytes, bytes }: { afterBytes: number; bytes: number }): Case {
  return withEnds(played, end => {
    let taken = 0
    return {
      ...end,
      write: chunk => {
        const from = Math.min(chunk.length, Math.max(0, afterBytes - taken))
        const to = Math.min(chunk.length, Math.max(0, afterBytes + bytes - taken))
        taken += chunk.length
        return end.write(Buffer.concat([chunk.subarray(0, from), chunk.subarray(to)]))
      },
    }
  })
}

/** A way to the guest that takes all that the host sends, but stands still for so long once it has taken so many bytes. */
export function standing(played: Case, { afterBytes, ms }: { afterBytes: number; ms: number }): Case {
  return withEnds(played, end => {
    let taken = 0
    let before: Promise<unknown> | null = null
    return {
      ...end,
      write: chunk => {
        taken += chunk.length
        if (taken <= afterBytes) return end.write(chunk)
        before ??= delay(ms)
        before = before.then(() => end.write(chunk))
        return Promise.resolve()
      },
    }
  })
}

/** The case with other host ends in place of its own. */
function withEnds(played: Case, change: (end: HostEnd) => HostEnd): Case {
  const { chardev } = played
  const prepare: Backend['prepare'] = async place => {
    const side = await chardev.prepare(place)
    return { ...side, open: async opening => change(await side.open(opening)) }
  }
  return { ...played, chardev: { ...chardev, prepare } }
}
