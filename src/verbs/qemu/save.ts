import type { Verb } from '../verb.ts'
import { sentState } from './sent-state.ts'

/** Stops the guest, saves it to a file, and kills QEMU. The case must say `migrates: true`. */
export function save(): Verb<'qemu'> {
  return {
    step: () => 'qemu saves the guest',
    live: ({ moves }) => moves.save(),
    typed(paper) {
      paper.onHost(sentState(paper.host, paper.qemus.save().uri))
      paper.remark('Kill QEMU.')
    },
    script(script) {
      script.write('STOPPED=yes')
      script.asks('saves the guest', sentState(script.host, script.qemus.save().uri))
      script.write('kills_qemu')
    },
  }
}
