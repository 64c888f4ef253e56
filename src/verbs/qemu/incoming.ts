import { UsageError } from '../../model/errors.ts'
import type { Verb } from '../verb.ts'

const ways = ['unix', 'exec', 'fd'] as const
type Way = (typeof ways)[number]

/**
 * Starts another QEMU with the same devices, which waits for the guest: over a UNIX socket, through two commands
 * (`exec`) or from an inherited descriptor (`fd`). Makes the host of its chardev, for a host that is there before the
 * guest. The case must say `migrates: true`.
 */
export function incoming(way: Way = 'unix'): Verb<'qemu', 'host'> {
  if (!ways.includes(way))
    throw new UsageError(`expected incoming('unix', 'exec' or 'fd'), got '${String(way)}'`)
  return {
    makes: 'host',
    step: () => `qemu: another one waits for the guest (${way})`,
    live: ({ moves }) => moves.wait(way),
    typed(paper) {
      const other = paper.qemus.wait(way)
      paper.starts(other, 'Start another QEMU, which waits for the guest:')
      return other.name
    },
    script(script) {
      const other = script.qemus.wait(way)
      script.starts(other, 'Another QEMU waits for the guest')
      return other.name
    },
  }
}
