import { UsageError } from '../../model/errors.ts'
import type { Verb } from '../verb.ts'

const ways = ['unix', 'exec', 'fd'] as const
type Way = (typeof ways)[number]

/**
 * Starts the destination of `migrate`: a second QEMU with the same devices, which waits for the guest on a UNIX socket
 * (`unix`), on the output of a command (`exec`), or on an inherited descriptor (`fd`). Makes the host of its chardev,
 * which can open that before the guest arrives. The case must say `migrates: true`.
 */
export function incoming(way: Way = 'unix'): Verb<'qemu', 'host'> {
  if (!ways.includes(way))
    throw new UsageError(`expected incoming('unix', 'exec' or 'fd'), got '${String(way)}'`)
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
