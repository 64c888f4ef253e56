import { alive } from '../judge/expectation/alive.ts'
import { resumes } from '../judge/expectation/resumes.ts'
import { stalled } from '../judge/expectation/stalled.ts'
import type { CaseDefinition } from '../model/case/case.ts'
import type { Stage } from '../verbs/stage.ts'
import { numbered } from './numbered.ts'

/**
 * A first host reads nothing, and leaves when the guest's writer is blocked. Then so many hosts, one after the other, read
 * 64 KiB of what it writes and leave while it is under way or blocked again. The last one reads on.
 */
export function hostsInTurn(hosts: number): Pick<CaseDefinition<Stage>, 'script' | 'expect'> {
  // What is on its way to a host that leaves is lost: some 100 KiB each time.
  const blocks = numbered('256 MiB')
  return {
    async script({ host, guest, port }) {
      const first = await host.open() // ... and read nothing
      await guest.start`${blocks.into(port)}`
      await host.idle('until stalled')
      await first.close()
      for (let count = 1; count <= hosts; count++) {
        const peer = await host.open()
        await peer.drain('64 KiB')
        await peer.close()
      }
      const last = await host.open()
      await last.drain('4 MiB')
    },
    expect: [stalled(), alive(), resumes()],
  }
}
