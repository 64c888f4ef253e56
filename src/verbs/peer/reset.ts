import { UsageError } from '../../model/errors.ts'
import { seenByQemu, seenInScript } from '../face/seen.ts'
import type { TypedPeer } from '../face/typed-host.ts'
import type { Verb } from '../verb.ts'

/**
 * Closes the host end with a reset (a TCP RST where `close` sends a FIN). QEMU has seen that when this resolves. Only a
 * chardev over TCP has it: tcp, telnet, websocket, tls.
 */
export function reset(): Verb<'peer'> {
  return {
    step: (_, { name }) => `${name} resets the connection`,
    async live(live, peer) {
      if (!peer.reset()) throw noReset()
      await seenByQemu(live)
    },
    typed: (paper, peer) => paper.onHost(typed(peer)),
    script(script, peer) {
      script.open.splice(script.open.indexOf(peer), 1)
      script.types('resets the connection', [...typed(peer), seenInScript])
    },
  }
}

function typed(peer: TypedPeer): readonly string[] {
  const lines = peer.reset()
  if (lines === null) throw noReset()
  return lines
}

function noReset(): UsageError {
  return new UsageError('expected a chardev over TCP for reset(), which sends a RST: use close() on others')
}
