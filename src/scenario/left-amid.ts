import { text } from '../judge/content/payload.ts'
import { alive } from '../judge/expectation/alive.ts'
import { intact } from '../judge/expectation/intact.ts'
import type { CaseDefinition } from '../model/case/case.ts'
import type { Stage } from '../verbs/stage.ts'

/** Three hosts leave amid the handshake. A fourth shakes hands, stays, and must get what the guest writes. */
export function leftAmid(): Pick<CaseDefinition<Stage>, 'script' | 'expect'> {
  return {
    async script({ host, guest, port }) {
      await host.leaves('amid the handshake')
      await host.leaves('amid the handshake')
      await host.leaves('amid the handshake')
      const peer = await host.open()
      await guest.run`echo bar > ${port}`
      await peer.drain(text('bar\n'))
    },
    expect: [alive(), intact(text('bar\n'))],
  }
}
