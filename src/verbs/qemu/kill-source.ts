import type { Verb } from '../verb.ts'

/** Kills the QEMU from which the guest has moved away. */
export function killSource(): Verb<'qemu'> {
  return {
    step: () => 'qemu: the one that the guest has left is killed',
    live: ({ moves }) => moves.killSource(),
    typed: paper => paper.remark('Kill the QEMU that the guest has left.'),
    script: script => script.write('kills_source'),
  }
}
