import { UsageError } from '../../model/errors.ts'
import { seenByQemu, seenInScript } from '../face/seen.ts'
import type { TypedHost } from '../face/typed-host.ts'
import type { Verb } from '../verb.ts'

type When = 'amid the handshake' | 'after a word'

const word = 'hello\n'

/**
 * A host connects and leaves at once:
 * - `amid the handshake`: when it has sent a part of it (telnet, websocket, TLS);
 * - `after a word`: when it has said `hello` and a newline, before QEMU need have seen that it came.
 *
 * QEMU has seen that it left when this resolves.
 */
export function leaves(when: When): Verb<'host'> {
  return {
    step: () => `host leaves ${when}`,
    async live(live, port) {
      if (when === 'after a word') {
        const peer = await live.openPeer(port)
        const bytes = word.length
        await peer.write(Buffer.from(word))
        live.journal.append({ kind: 'sent', peer: peer.name, bytes, total: bytes, of: bytes })
        peer.close()
      } else if (!(await live.leaveAmid(port))) throw noHandshake()
      await seenByQemu(live)
    },
    typed: (paper, port) => paper.onHost(typed(paper.hosts.of(port), when)),
    script: (script, port) =>
      script.types(`leaves ${when}`, [...typed(script.hosts.of(port), when), seenInScript]),
  }
}

function typed(host: TypedHost, when: When): readonly string[] {
  if (when === 'after a word') {
    const peer = host.open()
    return [...peer.opened, ...peer.send(`b${JSON.stringify(word)}`), ...peer.close()]
  }
  const lines = host.leaveAmid()
  if (lines === null) throw noHandshake()
  return lines
}

function noHandshake(): UsageError {
  return new UsageError(
    "expected a chardev with a handshake (telnet, websocket, tls, wss) for leaves('amid the handshake')",
  )
}
