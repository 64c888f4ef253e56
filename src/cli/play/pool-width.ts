import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** What a QEMU needs beside its guest's memory. */
const overheadBytes = 128 * 1024 ** 2

/**
 * How many guests this machine bears at a time: three for two cores (each has one vCPU, which lies still for half of a
 * case or more), as many as fit into three quarters of the memory that is free.
 */
export function poolWidth(memoryBytes: number): number {
  const fit = Math.floor((0.75 * availableBytes()) / (memoryBytes + overheadBytes))
  return Math.max(1, Math.min(Math.ceil(1.5 * availableParallelism()), fit))
}

/** The kernel's estimate of what can be had without swapping (Linux 3.14). */
function availableBytes(): number {
  try {
    const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'latin1'))?.[1]
    return kib === undefined ? Number.POSITIVE_INFINITY : Number(kib) * 1024
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
