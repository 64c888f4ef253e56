import { stops } from '../../judge/machine/stops.ts'
import type { Verb } from '../verb.ts'
import { asked } from './qmp.ts'

/** Lets the machine run on after `stop`. One that runs is left alone. */
export function cont(): Verb<'qemu'> {
  return {
    step: () => 'qemu lets the machine run',
    async live({ monitor, journal, signal }) {
      await monitor.execute('cont')
      const runs = () => stops(journal.history).at(-1)?.toMs !== Number.POSITIVE_INFINITY || undefined
      await journal.until(['qmp-event', 'qmp'], runs, signal)
    },
    typed: paper => paper.onHost(asked(paper.host, 'cont')),
    script(script) {
      script.asks('lets the machine run', asked(script.host, 'cont'))
      script.write('STOPPED=')
    },
  }
}
