import { spawnSync } from 'node:child_process'
import { InfraError } from '../../model/errors.ts'

/** Makes a FIFO with mode 0600 by mkfifo(1), because Node has no call for it. Throws InfraError. */
export function makeFifo(path: string): void {
  const { status, error, stderr } = spawnSync('mkfifo', ['-m', '600', path], { encoding: 'utf8' })
  if (status === 0) return
  throw new InfraError(`cannot make a FIFO at ${path}: ${error?.message ?? stderr.trim()}`)
}
