import { seenByQemu, seenInScript } from '../face/seen.ts'
import type { Verb } from '../verb.ts'

/** Closes the host end. QEMU has seen that when this resolves. */
export function close(): Verb<'peer'> {
  return {
    step: (_, { name }) => `${name} closes`,
    async live(live, peer) {
      peer.close()
      await seenByQemu(live)
    },
    typed: (paper, peer) => paper.onHost(peer.close()),
    script(script, peer) {
      script.open.splice(script.open.indexOf(peer), 1)
      script.types('closes it', [...peer.close(), seenInScript])
    },
  }
}
