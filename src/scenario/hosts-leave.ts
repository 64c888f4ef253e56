import { text } from '../judge/content/payload.ts'
import { alive } from '../judge/expectation/alive.ts'
import { arrivesAgain } from '../judge/expectation/arrives-again.ts'
import { timed } from '../judge/expectation/timed.ts'
import type { CaseDefinition } from '../model/case/case.ts'
import type { Stage } from '../verbs/stage.ts'

/**
 * Three hosts connect, send a line and leave while the guest has the port closed. A fourth connects, stays, and must get
 * what the guest writes. `leaves`: how the three leave.
 */
export function hostsLeave(
  leaves: 'close' | 'reset' = 'close',
): Pick<CaseDefinition<Stage>, 'script' | 'expect'> {
  return {
    async script({ host, guest, port }) {
      const first = await host.open()
      await first.send(text('hello\n'))
      await first[leaves]()
      const second = await host.open()
      await second.send(text('hello\n'))
      await second[leaves]()
      const third = await host.open()
      await third.send(text('hello\n'))
      await third[leaves]()
      const fourth = await host.open()
      await guest.run`echo bar > ${port}`
      await fourth.drain(text('bar\n'))
    },
    expect: [timed({ closes: 'port closed' }), alive(), arrivesAgain(text('bar\n'))],
  }
}
