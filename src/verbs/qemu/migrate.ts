import type { Verb } from '../verb.ts'
import { sends } from './moving.ts'
import { scriptedTakeOver, typedTakeOver } from './take-over.ts'

/**
 * Moves the guest to the QEMU that waits for it (`incoming`): stops it, sends its state, and lets it run there. From then
 * on `host` and `qemu` are those of that QEMU. The source stays, in the state `postmigrate`, until `killSource`.
 */
export function migrate(): Verb<'qemu'> {
  return {
    step: () => 'qemu moves the guest to the other one',
    live: ({ moves }) => moves.migrate(),
    typed(paper) {
      paper.onHost(sends(paper.host, paper.qemus.waiting.ends.uri))
      typedTakeOver(paper)
    },
    script(script) {
      script.write('STOPPED=yes')
      script.asks('moves the guest', sends(script.host, script.qemus.waiting.ends.uri))
      scriptedTakeOver(script)
    },
  }
}
