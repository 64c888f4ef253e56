import { type FactOf, type History, ofKind, passedBytes } from '../model/contract/observation.ts'

export type JobEnd = Extract<FactOf<'job'>, { event: 'exited' }>
type Sample = FactOf<'progress'>

/** The jobs that the script started, background jobs aside, each with its end; null while it runs. */
export function jobEnds(history: History): ReadonlyMap<string, JobEnd | null> {
  const ends = new Map<string, JobEnd | null>()
  for (const fact of ofKind(history, 'job')) {
    if (fact.event === 'started' && !fact.background) ends.set(fact.job, null)
    if (fact.event === 'exited' && ends.has(fact.job)) ends.set(fact.job, fact)
  }
  return ends
}

/** The jobs that the script killed. */
export function killedJobs(history: History): ReadonlySet<string> {
  return new Set(ofKind(history, 'job').flatMap(({ event, job }) => (event === 'killed' ? [job] : [])))
}

/** What write() had accepted of the job that the script killed; null unless one was killed and its writer was seen. */
export function acceptedBytes(history: History): number | null {
  const [job, ...others] = killedJobs(history)
  if (job === undefined || others.length > 0) return null
  const killedMs = ofKind(history, 'job').find(fact => fact.event === 'killed' && fact.job === job)?.at
  const last = samplesOf(history, job, killedMs).at(-1)
  return last?.state === 'T' && last.readBytes === undefined ? last.bytes : null
}

/** The jobs among them that still run. */
export function runningJobs(history: History): string[] {
  return [...jobEnds(history)].flatMap(([job, end]) => (end === null ? [job] : []))
}

/** The lines that the jobs printed, in order. */
export function printedLines(history: History): string[] {
  return ofKind(history, 'job').flatMap(fact => (fact.event === 'said' ? [fact.text.trim()] : []))
}

/** The samples of one job up to a moment. */
export function samplesOf(history: History, job: string, untilMs = Number.POSITIVE_INFINITY): Sample[] {
  return ofKind(history, 'progress').filter(sample => sample.job === job && sample.at <= untilMs)
}

/** When a job was first sampled at the byte at which it was last sampled, in ms; 0 without samples. */
export function stillSince(samples: readonly Sample[]): number {
  const last = samples.at(-1)
  const moved = samples.findLastIndex(sample => last && passedBytes(sample) !== passedBytes(last))
  return samples[moved + 1]?.at ?? 0
}
