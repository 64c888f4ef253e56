import { alive } from '../judge/expectation/alive.ts'
import { calm } from '../judge/expectation/calm.ts'
import { intact } from '../judge/expectation/intact.ts'
import { resumes } from '../judge/expectation/resumes.ts'
import { stalled } from '../judge/expectation/stalled.ts'
import type { CaseDefinition } from '../model/case/case.ts'
import type { Size } from '../model/value/units.ts'
import type { Stage } from '../verbs/stage.ts'
import { numbered } from './numbered.ts'

/**
 * The wiki page's scenario for any backend: the host opens the chardev and reads nothing; the guest writes `size` in
 * numbered blocks of 64 KiB (the wiki page: zeros, with dd). The writer must block while the guest keeps running, go on
 * when the host reads, and every byte must arrive.
 */
export function flood(size: Size): Pick<CaseDefinition<Stage>, 'script' | 'expect'> {
  const blocks = numbered(size)
  return {
    async script({ host, guest, port }) {
      const peer = await host.open() // ... and read nothing
      const dd = await guest.start`${blocks.into(port)}`
      await host.idle('until stalled')
      await peer.drain(size)
      await dd.exit(0)
    },
    expect: [stalled(), alive(), calm(), resumes(), intact(blocks.payload)],
  }
}
