import { arch, availableParallelism, release, totalmem, type } from 'node:os'
import type { Machine } from '../../model/contract/test-run.ts'

/** This machine, as results tell of it. */
export function machine(): Machine {
  return {
    os: `${type()} ${release()}`,
    arch: arch(),
    cpus: availableParallelism(),
    memoryBytes: totalmem(),
    node: process.versions.node,
  }
}
