import { UsageError } from '../../model/errors.ts'

/** For a chardev whose host side only reads: throws UsageError on an attempt to send. */
export function receiveOnly(backend: string): never {
  throw new UsageError(`cannot send to a ${backend} chardev: its host side only reads`)
}
