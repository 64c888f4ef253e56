import { timed } from '../judge/expectation/timed.ts'
import type { CaseDefinition } from '../model/case/case.ts'
import type { Size } from '../model/value/units.ts'
import type { Stage } from '../verbs/stage.ts'
import { flood } from './flood.ts'
import { numbered } from './numbered.ts'

/**
 * As `flood`, with a host that is late: the guest's writer is blocked because nobody is connected, then because
 * nobody reads; it resumes when the host reads at last, and every byte arrives.
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
