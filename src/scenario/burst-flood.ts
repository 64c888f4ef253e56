import type { CaseDefinition } from '../model/case/case.ts'
import { type Size, sizeBytes } from '../model/value/units.ts'
import type { Stage } from '../verbs/stage.ts'
import { flood } from './flood.ts'
import { numbered } from './numbered.ts'

/** As `flood`, but the host first reads in bursts, each when the guest's writer is blocked again. */
export function burstFlood(
  size: Size,
  { bursts, bytes }: { readonly bursts: number; readonly bytes: Size },
): Pick<CaseDefinition<Stage>, 'script' | 'expect'> {
  const blocks = numbered(size)
  return {
    async script({ host, guest, port }) {
      const peer = await host.open() // ... and read nothing
      const dd = await guest.start`${blocks.into(port)}`
      await host.idle('until stalled')
      for (let burst = 1; burst <= bursts; burst++) {
        await peer.drain(`${burst * sizeBytes(bytes)} B`)
        await peer.pause()
        await host.idle('until stalled')
      }
      await peer.drain(size)
      await dd.exit(0)
    },
    expect: flood(size).expect,
  }
}
