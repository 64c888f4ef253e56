import { alive } from '../judge/expectation/alive.ts'
import { intact } from '../judge/expectation/intact.ts'
import { onPort } from '../judge/expectation/on-port.ts'
import { resumes } from '../judge/expectation/resumes.ts'
import { stalled } from '../judge/expectation/stalled.ts'
import type { CaseDefinition } from '../model/case/case.ts'
import type { Stage } from '../verbs/stage.ts'
import { numbered } from './numbered.ts'

/**
 * Nobody reads from the port under test, and its writer is blocked. Meanwhile data must flow through each of these further
 * ports in turn. Then the host reads from the full one.
 */
export function oneFull(others: readonly string[]): Pick<CaseDefinition<Stage>, 'script' | 'expect'> {
  const blocks = numbered('16 MiB', '4 KiB')
  const few = numbered('256 KiB', '4 KiB')
  return {
    async script({ host, guest, port, beside }) {
      const full = await host.open() // ... and read nothing
      const blocked = await guest.start`${blocks.into(port)}`
      await host.idle('until stalled')
      for (const other of others.map(beside)) {
        const peer = await other.host.open()
        await guest.run`${few.into(other.port)}`
        await peer.drain(few.payload)
      }
      await full.drain(blocks.payload)
      await blocked.exit(0)
    },
    expect: [
      stalled(),
      alive(),
      resumes(),
      intact(blocks.payload),
      ...others.map(name => onPort(name, intact(few.payload))),
    ],
  }
}
