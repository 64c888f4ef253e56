import { seenByQemu, seenInScript } from '../face/seen.ts'
import type { Verb } from '../verb.ts'

/** Says that it will write no more (`shutdown(SHUT_WR)`); it may still read. */
export function endWriting(): Verb<'peer'> {
  return {
    step: (_, { name }) => `${name} will write no more`,
    async live(live, peer) {
      peer.endWriting()
      await seenByQemu(live)
    },
    typed: (paper, peer) => paper.onHost(peer.endWriting()),
    script(script, peer) {
      // Comes when all is sent: typed, too, it would be the next line.
      if (script.sends.length > 0) script.write('wait_for all_is_sent')
      const typed = peer.endWriting()
      script.types('will write no more', typed.length === 0 ? [] : [...typed, seenInScript])
    },
  }
}
