import { deviceId } from '../../model/case/ids.ts'
import { type FactOf, type History, ofKind } from '../../model/contract/observation.ts'
import { isRecord } from '../../model/contract/record.ts'
import { runningJobs, samplesOf, stillSince } from '../jobs.ts'
import { findStall } from './stall.ts'

/** The states that the guest can be in at a moment of the script. */
export type Standing = 'port closed' | 'port open' | 'writer blocked' | 'device unplugged'

interface Proof {
  /** What it proves, as a sentence. */
  readonly proven: string
  /** Why it is not proven before the fact of that index; null when it is. */
  doubt(history: History, index: number): string | null
}

export const standings: { readonly [Of in Standing]: Proof } = {
  'port closed': {
    proven: 'nothing in the guest had the port open',
    doubt(history, index) {
      const [job] = runningJobs(history.slice(0, index))
      return job === undefined ? null : `${job} still ran in the guest, and may have had the port open`
    },
  },

  'port open': {
    proven: 'the guest had the port open',
    doubt(history, index) {
      const job = ofKind(history.slice(0, index), 'progress').at(-1)?.job
      const isNext = (fact: History[number]) =>
        fact.kind === 'progress' || (fact.kind === 'job' && fact.event === 'exited')
      const next = history.slice(index).find(fact => isNext(fact) && 'job' in fact && fact.job === job)
      return next?.kind === 'progress' ? null : 'no writer was seen with the port open before and after'
    },
  },

  'writer blocked': {
    proven: 'the writer was blocked',
    doubt(history, index) {
      const before = history.slice(0, index)
      const job = ofKind(before, 'progress').at(-1)?.job ?? ''
      const act = history.slice(index).find(({ kind }) => kind === 'peer')
      const opened = ofKind(before, 'peer').find(
        ({ peer, event }) => event === 'opened' && act?.kind === 'peer' && peer === act.peer,
      )
      const stall = findStall(before, Math.max(stillSince(samplesOf(before, job)), opened?.at ?? 0))
      return stall === null ? 'the writer was not seen blocked' : null
    },
  },

  'device unplugged': {
    proven: 'QEMU had deleted the device',
    doubt(history, index) {
      const events = ofKind(history.slice(0, index), 'qmp-event')
      const isGone = ({ event, data }: FactOf<'qmp-event'>) =>
        event === 'DEVICE_DELETED' && isRecord(data) && data['device'] === deviceId
      return events.some(isGone) ? null : 'QEMU still had the device'
    },
  },
}
