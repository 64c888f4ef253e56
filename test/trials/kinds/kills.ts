import { caseNamed } from '../../support/guest.ts'
import type { Answer, Kind } from '../kind.ts'
import { atMoment, signalQemu, whileIdle, whileReading } from '../moment.ts'

const ids = ['unix-server', 'unix-server-counting', 'tcp-server', 'isa-serial', 'debugcon']

/** Ends QEMU by a signal. */
export const kills: readonly Kind[] = [
  killed('kill-outright', ['SIGKILL'], {
    answers: ['inconclusive'],
    why: 'no program sends itself SIGKILL: it came from outside, from the OOM killer perhaps',
  }),
  killed('kill-politely', ['SIGTERM', 'SIGINT', 'SIGHUP'], {
    answers: ['inconclusive'],
    why: 'QEMU was asked to end, and says by whom on its stderr',
  }),
  killed('kill-by-fault', ['SIGSEGV', 'SIGABRT', 'SIGBUS'], {
    answers: ['crash'],
    why: 'these are the signals that a process brings upon itself: nothing tells that somebody else sent one',
  }),
]

function killed(
  kind: string,
  signals: readonly NodeJS.Signals[],
  truth: { answers: readonly Answer[]; why: string },
): Kind {
  return {
    kind,
    ...truth,
    async make(stage) {
      const signal = stage.random.pick(signals)
      const moment = atMoment(stage, [whileIdle, whileReading], seen => signalQemu(seen, signal))
      return { case: await caseNamed(stage.random.pick(ids)), ...moment }
    },
  }
}
