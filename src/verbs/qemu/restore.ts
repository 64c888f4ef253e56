import type { Verb } from '../verb.ts'
import { scriptedTakeOver, typedTakeOver } from './take-over.ts'

/**
 * Starts another QEMU, which restores the guest from the file. From then on `host` and `qemu` are those of that QEMU. With
 * a chardev in server mode no host is connected when the guest goes on.
 */
export function restore(): Verb<'qemu'> {
  return {
    step: () => 'qemu restores the guest',
    live: ({ moves }) => moves.restore(),
    typed(paper) {
      paper.starts(paper.qemus.wait('file'), 'Start another QEMU, which restores the guest:')
      typedTakeOver(paper)
    },
    script(script) {
      script.starts(script.qemus.wait('file'), 'Another QEMU restores the guest')
      scriptedTakeOver(script)
    },
  }
}
