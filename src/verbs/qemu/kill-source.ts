import type { Verb } from '../verb.ts'

/** Kills the source of the last migration, the QEMU that the guest has left. */
export function killSource(): Verb<'qemu'> {
  return {
    step: () => 'qemu kills the source',
    live: ({ moves }) => moves.killSource(),
    typed: paper => paper.remark('Kill the source QEMU.'),
    script: script => script.write("step 'The source QEMU is killed'", 'kills_source'),
  }
}
