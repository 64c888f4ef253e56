import { spawnSync } from 'node:child_process'
import { InfraError } from '../../model/errors.ts'

/** Makes a FIFO that only we may use: Node has no call for it, POSIX has the utility. Throws InfraError. */
export function makeFifo(path: string): void {
  const { status, error, stderr } = spawnSync('mkfifo', ['-m', '600', path], { encoding: 'utf8' })
  if (status === 0) return
  throw new InfraError(`wanted a FIFO at ${path}, but mkfifo failed: ${error?.message ?? stderr.trim()}`)
}
