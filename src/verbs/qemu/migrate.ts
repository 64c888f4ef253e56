import type { Verb } from '../verb.ts'
import { sentState } from './sent-state.ts'
import { scriptedTakeOver, typedTakeOver } from './take-over.ts'

/**
 * Migrates the guest to the destination (`incoming`): stops it, sends its state, and lets it run there. From then on
 * `host` and `qemu` are those of the destination. The source stays, in the state `postmigrate`, until `killSource`.
 * What both hosts receive is one stream: what the source had handed over, and then the rest.
 */
export function migrate(): Verb<'qemu'> {
  return {
    step: () => 'qemu migrates the guest',
    live: ({ moves }) => moves.migrate(),
    typed(paper) {
      paper.onHost(sentState(paper.host, paper.qemus.waiting.ends.uri))
      typedTakeOver(paper)
    },
    script(script) {
      script.write('STOPPED=yes')
      script.asks('migrates the guest', sentState(script.host, script.qemus.waiting.ends.uri))
      scriptedTakeOver(script)
    },
  }
}
