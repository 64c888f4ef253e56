import { seenByQemu, seenInScript } from '../face/seen.ts'
import type { Verb } from '../verb.ts'

/** Marks, in the script, the time until QEMU has accepted the host (src/reproduce/script/host.py). */
const opening = '>>> put("opening", "")'

/** Opens the chardev without reading from it. */
export function open(): Verb<'host', 'peer'> {
  return {
    makes: 'peer',
    step: (_, port) => `host opens the chardev${ofPort(port)}`,
    async live(live, port) {
      const peer = await live.openPeer(port)
      await seenByQemu(live)
      return peer
    },
    typed(paper, port) {
      const peer = paper.hosts.of(port).open()
      paper.onHost(peer.opened)
      return peer
    },
    script(script, port) {
      const peer = script.hosts.of(port).open()
      script.open.push(peer)
      // Whether QEMU ever connects again, its own options say.
      const waitsForQemu = peer.opened.some(line => line.includes('.accept()'))
      script.types(`opens the chardev${ofPort(port)}`, [
        ...(waitsForQemu ? [] : [opening]),
        ...peer.opened,
        seenInScript,
      ])
      return peer
    },
  }
}

function ofPort(port: string): string {
  return port === '' ? '' : ` of ${port}`
}
