import type { MigrationWay } from '../../model/case/migration-way.ts'
import type { Verb } from '../verb.ts'

/**
 * Starts the destination of `migrate`: a second QEMU with the same devices, which waits for the guest on a UNIX socket
 * (`unix`), on the output of a command (`exec`), or on an inherited descriptor (`fd`). Makes the host of its chardev,
 * which can open that before the guest arrives. The case must say `migrates: true`.
 */
export function incoming(way: Exclude<MigrationWay, 'file'> = 'unix'): Verb<'qemu', 'host'> {
  return {
    makes: 'host',
    step: () => `qemu starts a destination (${way})`,
    live: ({ moves }) => moves.wait(way),
    typed(paper) {
      const other = paper.qemus.wait(way)
      paper.starts(other, 'Start the destination, a QEMU that waits for the guest:')
      return other.name
    },
    script(script) {
      const other = script.qemus.wait(way)
      script.starts(other, 'A destination QEMU waits for the guest')
      return other.name
    },
  }
}
