import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** What a QEMU needs besides its guest's memory, bytes. */
const overheadBytes = 128 * 1024 ** 2

/**
 * The number of guests to run at a time: at most three per two cores (a guest has one vCPU, which is idle for at least
 * half of a case), and as many as fit into three quarters of the free memory.
 */
export function poolWidth(memoryBytes: number): number {
  const fit = Math.floor((0.75 * availableBytes()) / (memoryBytes + overheadBytes))
  return Math.max(1, Math.min(Math.ceil(1.5 * availableParallelism()), fit))
}

/** The kernel's estimate of the memory available without swapping (Linux 3.14). */
function availableBytes(): number {
  try {
    const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'latin1'))?.[1]
    return kib === undefined ? Number.POSITIVE_INFINITY : Number(kib) * 1024
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
