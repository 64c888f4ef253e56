import { resetText } from '../../judge/machine/reboots.ts'
import type { Verb } from '../verb.ts'
import { asked } from './qmp.ts'

/**
 * Resets the machine, and resolves when the guest has booted and beats again. What ran in the guest is gone. The case
 * must say `resets: true`.
 */
export function reset(): Verb<'qemu'> {
  return {
    step: () => resetText,
    live: live => live.reset(),
    typed(paper) {
      paper.onHost(asked(paper.host, 'system_reset'))
      paper.remark('The guest boots again: log in once more when it is up.')
    },
    script(script) {
      script.write('STOPPED=yes')
      script.asks('resets the machine', asked(script.host, 'system_reset'))
      script.write('boots_again')
    },
  }
}
