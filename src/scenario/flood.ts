import { alive } from '../judge/alive.ts'
import { calm } from '../judge/calm.ts'
import { intact } from '../judge/intact.ts'
import { zeros } from '../judge/payload.ts'
import { resumes } from '../judge/resumes.ts'
import { stalled } from '../judge/stalled.ts'
import type { CaseDefinition } from '../model/case.ts'
import type { Size } from '../model/units.ts'
import type { Stage } from '../verbs/stage.ts'

/**
 * The page's scenario, for the many backends that it is played on: the host opens the chardev and reads nothing,
 * the guest writes `size` of zeros (in blocks of 64 KiB), stands blocked while it lives, and goes on when the host
 * reads at last; every byte arrives.
 */
export function flood(size: Size): Pick<CaseDefinition<Stage>, 'script' | 'expect'> {
  const blocks = zeros(size).bytes / 65536
  return {
    async script({ host, guest, port }) {
      const peer = await host.open() // ... and read nothing
      const dd = await guest.start`dd if=/dev/zero of=${port} bs=64k count=${blocks}`
      await host.idle('until stalled')
      await peer.drain(size)
      await dd.exit(0)
    },
    expect: [stalled(), alive(), calm(), resumes(), intact(zeros(size))],
  }
}
