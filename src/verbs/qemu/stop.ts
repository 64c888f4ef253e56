import { stops, stopText } from '../../judge/machine/stops.ts'
import type { Verb } from '../verb.ts'
import { asked } from './qmp.ts'

/** Stops the machine: its CPUs and devices stand still, and QEMU goes on serving its monitor and its chardevs. */
export function stop(): Verb<'qemu'> {
  return {
    step: () => stopText,
    async live({ monitor, journal, signal }) {
      await monitor.execute('stop')
      const isStopped = () => stops(journal.history).at(-1)?.toMs === Number.POSITIVE_INFINITY || undefined
      await journal.until(['qmp-event', 'qmp'], isStopped, signal)
    },
    typed: paper => paper.onHost(asked(paper.host, 'stop')),
    script(script) {
      script.write('STOPPED=yes')
      script.asks('stops the machine', asked(script.host, 'stop'))
    },
  }
}
