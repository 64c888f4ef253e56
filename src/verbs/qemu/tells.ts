import { ofKind } from '../../model/contract/observation.ts'
import type { Verb } from '../verb.ts'

/** Waits for a QMP event; one that has arrived since the guest was up counts. */
export function tells(event: string): Verb<'qemu'> {
  const asked = [
    `>>> next(said for said in map(json.loads, qmp) if said.get("event") == ${JSON.stringify(event)})`,
  ]
  return {
    step: () => `qemu tells ${event}`,
    async live({ journal, signal }) {
      const told = () => ofKind(journal.history, 'qmp-event').some(fact => fact.event === event)
      await journal.until(['qmp-event'], () => told() || undefined, signal)
    },
    typed: paper => paper.onHost([...paper.host.conversation(), ...asked]),
    script: script =>
      script.asks(`waits for QEMU's event ${event}`, [...script.host.conversation(), ...asked]),
  }
}
