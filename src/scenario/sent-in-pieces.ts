import { text } from '../judge/content/payload.ts'
import { alive } from '../judge/expectation/alive.ts'
import { delivered } from '../judge/expectation/delivered.ts'
import { intact } from '../judge/expectation/intact.ts'
import type { CaseDefinition } from '../model/case/case.ts'
import type { Stage } from '../verbs/stage.ts'
import { everyByte } from './every-byte.ts'

/**
 * A slow host: its handshake, and each record or frame that it sends, arrives in pieces of 5 bytes. The guest must receive
 * every byte value in order, and the host what the guest writes.
 */
export function sentInPieces(): Pick<CaseDefinition<Stage>, 'script' | 'expect'> {
  const { payload } = everyByte()
  return {
    async script({ host, guest, port }) {
      const peer = await host.open({ pieces: '5 B' })
      const reader = await guest.start`head -c ${payload.bytes} ${port} | sha256sum`
      await peer.send(payload)
      await reader.exit(0)
      await guest.run`echo bar > ${port}`
      await peer.drain(text('bar\n'))
    },
    expect: [alive(), delivered(payload), intact(text('bar\n'))],
  }
}
