import { seenByQemu, seenInScript } from '../face/seen.ts'
import type { Verb } from '../verb.ts'

/** Marks, in the script, the time until QEMU has accepted the host (src/reproduce/script/host.py). */
const opening = '>>> put("opening", "")'

/** Opens the chardev without reading from it. */
export function open(): Verb<'host', 'peer'> {
  return {
    makes: 'peer',
    step: () => 'host opens the chardev',
    async live(live) {
      const peer = await live.openPeer()
      await seenByQemu(live)
      return peer
    },
    typed(paper) {
      const peer = paper.host.open()
      paper.onHost(peer.opened)
      return peer
    },
    script(script) {
      const peer = script.host.open()
      script.open.push(peer)
      // Whether QEMU ever connects again, its own options say.
      const waitsForQemu = peer.opened.some(line => line.includes('.accept()'))
      script.types('opens the chardev', [...(waitsForQemu ? [] : [opening]), ...peer.opened, seenInScript])
      return peer
    },
  }
}
