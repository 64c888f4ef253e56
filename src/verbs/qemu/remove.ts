import type { Verb } from '../verb.ts'
import { qmp } from './qmp.ts'

/** Removes a chardev. QEMU refuses that while a device uses it: see `refuses`. */
export function remove(chardev: string): Verb<'qemu'> {
  return qmp('chardev-remove', { id: chardev })
}
