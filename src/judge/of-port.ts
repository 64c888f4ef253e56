import type { History, Observation } from '../model/contract/observation.ts'

/**
 * What was observed of one port (empty: the port under test): its peers and jobs, and all that belongs to no port. The
 * marker is written to the port under test.
 */
export function ofPort(history: History, port: string): History {
  const elsewhere = new Set(history.flatMap(fact => nameElsewhere(fact, port)))
  if (elsewhere.size === 0 && port === '') return history
  return history.filter(fact => {
    if (fact.kind === 'marker') return port === ''
    if ('peer' in fact) return !elsewhere.has(fact.peer)
    return !('job' in fact && elsewhere.has(fact.job))
  })
}

/** The name of a peer, a job or a log of which this fact tells the port, if that is another one. */
function nameElsewhere(fact: Observation, port: string): string[] {
  if (fact.kind === 'peer' && fact.event === 'opened' && (fact.port ?? '') !== port) return [fact.peer]
  if (fact.kind === 'job' && fact.event === 'started' && (fact.port ?? '') !== port) return [fact.job]
  if (fact.kind === 'content' && fact.log && (fact.port ?? '') !== port) return [fact.peer]
  return []
}
