import { timed } from '../judge/expectation/timed.ts'
import type { CaseDefinition } from '../model/case/case.ts'
import type { Size } from '../model/value/units.ts'
import type { Stage } from '../verbs/stage.ts'
import { flood } from './flood.ts'
import { numbered } from './numbered.ts'

/**
 * As `flood`, with a late host: the guest's writer blocks because nobody is connected, then because nobody reads. It must
 * go on when the host reads, and every byte must arrive.
 */
export function lateFlood(size: Size): Pick<CaseDefinition<Stage>, 'script' | 'expect'> {
  const blocks = numbered(size)
  return {
    async script({ host, guest, port }) {
      const dd = await guest.start`${blocks.into(port)}`
      await host.idle('until stalled')
      const peer = await host.open() // ... and read nothing
      await host.idle('until stalled')
      await peer.drain(size)
      await dd.exit(0)
    },
    expect: [timed({ opens: 'writer blocked', reads: 'writer blocked' }), ...flood(size).expect],
  }
}
