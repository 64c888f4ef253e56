import { chardevId } from '../../model/case/ids.ts'
import type { Verb } from '../verb.ts'
import { qmp } from './qmp.ts'

/** Sends a break through the chardev to the guest's device, as a serial line has it (QEMU 2.10). */
export function sendBreak(): Verb<'qemu'> {
  return qmp('chardev-send-break', { id: chardevId })
}
