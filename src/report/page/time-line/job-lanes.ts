import { type FactOf, type History, ofKind, passedBytes } from '../../../model/contract/observation.ts'
import { type Lane, type Span, span } from './lane.ts'

const mostJobs = 6

/** The jobs in the guest: when each ran, when it slept, and when it printed a line. */
export function jobLanes(history: History, end: number): Lane[] {
  const jobs = ofKind(history, 'job').filter(fact => fact.event === 'started')
  return jobs.slice(0, mostJobs).map(({ job, at, command }, index) => {
    const own = ofKind(history, 'job').filter(fact => fact.job === job)
    const to = own.find(({ event }) => event === 'exited')?.at ?? end
    return {
      name: jobs.length === 1 ? 'job' : `job ${index + 1}`,
      spans: [span(at, to, 'runs', command), ...waitingSpans(history, job)],
      marks: own.filter(({ event }) => event === 'said').map(fact => fact.at),
    }
  })
}

/** Successive samples in which the job sleeps, with nothing written or read between them. */
function waitingSpans(history: History, job: string): Span[] {
  const samples = ofKind(history, 'progress').filter(sample => sample.job === job)
  const spans: Span[] = []
  let since: FactOf<'progress'> | null = null
  for (const [index, sample] of samples.entries()) {
    const next = samples[index + 1]
    if (!isAsleep(sample)) continue
    since ??= sample
    if (next !== undefined && isAsleep(next) && passedBytes(next) === passedBytes(since)) continue
    if (sample.at > since.at) spans.push(span(since.at, sample.at, 'waits', `waits in ${sample.waitsIn}`))
    since = null
  }
  return spans
}

function isAsleep({ state, waitsIn }: FactOf<'progress'>): boolean {
  return (state === 'S' || state === 'D') && waitsIn !== '0' && waitsIn !== ''
}
