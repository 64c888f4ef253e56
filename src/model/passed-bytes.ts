import type { FactOf } from './observation.ts'

/** What a command has written to the port, or, of one that reads, what it has read. */
export function passedBytes({ bytes, readBytes }: FactOf<'progress'>): number {
  return readBytes ?? bytes
}
