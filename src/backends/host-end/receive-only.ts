import { UsageError } from '../../model/errors.ts'

/** What every attempt to send to a chardev answers whose host side only reads. Throws UsageError. */
export function receiveOnly(backend: string): never {
  throw new UsageError(`wanted to send to a ${backend} chardev, but its host side only reads`)
}
