import { type FactOf, type History, ofKind } from '../model/contract/observation.ts'

export type JobEnd = Extract<FactOf<'job'>, { event: 'exited' }>

/** The jobs that the script started, background jobs aside, each with its end; null while it runs. */
export function jobEnds(history: History): ReadonlyMap<string, JobEnd | null> {
  const ends = new Map<string, JobEnd | null>()
  for (const fact of ofKind(history, 'job')) {
    if (fact.event === 'started' && !fact.background) ends.set(fact.job, null)
    if (fact.event === 'exited' && ends.has(fact.job)) ends.set(fact.job, fact)
  }
  return ends
}

/** Those of them that run. */
export function runningJobs(history: History): string[] {
  return [...jobEnds(history)].flatMap(([job, end]) => (end === null ? [job] : []))
}
