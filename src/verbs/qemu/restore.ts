import type { Verb } from '../verb.ts'

/** Lets another QEMU run the guest that was saved. From then on `host` and `qemu` are those of that QEMU. */
export function restore(): Verb<'qemu'> {
  return {
    step: () => 'qemu: another one restores the guest',
    live: ({ moves }) => moves.restore(),
    typed: () => undefined,
    script: () => undefined,
  }
}
