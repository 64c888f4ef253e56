import { alive } from '../judge/expectation/alive.ts'
import { intact } from '../judge/expectation/intact.ts'
import type { CaseDefinition } from '../model/case/case.ts'
import type { Stage } from '../verbs/stage.ts'
import { everyByte } from './every-byte.ts'

/** The guest writes every byte value, and the host must get the same bytes: nothing on the way may take one for its own. */
export function allBytes(): Pick<CaseDefinition<Stage>, 'script' | 'expect'> {
  const { payload, into } = everyByte()
  return {
    async script({ host, guest, port }) {
      const peer = await host.open()
      const dd = await guest.start`${into(port)}`
      await peer.drain(payload)
      await dd.exit(0)
    },
    expect: [alive(), intact(payload)],
  }
}
