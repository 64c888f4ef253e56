import type { Verb } from '../verb.ts'
import { sends } from './moving.ts'

/** Stops the guest, saves it to a file, and ends QEMU. The case must say `migrates: true`. */
export function save(): Verb<'qemu'> {
  return {
    step: () => 'qemu saves the guest, and ends',
    live: ({ moves }) => moves.save(),
    typed(paper) {
      paper.onHost(sends(paper.host, paper.qemus.save().uri))
      paper.remark('Kill QEMU.')
    },
    script(script) {
      script.write('STOPPED=yes')
      script.asks('saves the guest', sends(script.host, script.qemus.save().uri))
      script.write('kills_qemu')
    },
  }
}
