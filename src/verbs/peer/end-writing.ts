import { seenByQemu, seenInScript } from '../face/seen.ts'
import type { Verb } from '../verb.ts'

/** Shuts down the sending side (`shutdown(SHUT_WR)`); reading goes on. */
export function endWriting(): Verb<'peer'> {
  return {
    step: (_, { name }) => `${name} will write no more`,
    async live(live, peer) {
      peer.endWriting()
      await seenByQemu(live)
    },
    typed: (paper, peer) => paper.onHost(peer.endWriting()),
    script(script, peer) {
      // A user types it as the next line, when everything is sent.
      if (script.sends.length > 0) script.write('wait_for all_is_sent')
      const typed = peer.endWriting()
      script.types('will write no more', typed.length === 0 ? [] : [...typed, seenInScript])
    },
  }
}
