import type { Verb } from '../verb.ts'

/** Stops the guest, saves it to a file, and ends QEMU. The case must say `migrates: true`. */
export function save(): Verb<'qemu'> {
  return {
    step: () => 'qemu saves the guest, and ends',
    live: ({ moves }) => moves.save(),
    typed: () => undefined,
    script: () => undefined,
  }
}
