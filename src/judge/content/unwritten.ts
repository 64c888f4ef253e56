import { type History, ofKind } from '../../model/contract/observation.ts'
import { sizeText } from '../../model/value/units.ts'
import { jobEnds, killedJobs } from '../jobs.ts'

/**
 * Why a payload may not have been written to its end; null when it was: every writer ended well and none is known to
 * have written less, or their write calls were seen to take all of it. `bytes`: its length; null when other things were
 * written, too, and a writer may then have ended with another status that the script wanted.
 */
export function whyUnwritten(history: History, bytes: number | null, untilMs: number): string | null {
  const written = writtenBytes(history)
  const known = [...written.values()].reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)
  if (bytes !== null && known >= bytes) return null
  const ends = jobEnds(history.filter(({ at }) => at <= untilMs))
  const killed = killedJobs(history)
  const wanted = new Map(ofKind(history, 'wanted').map(({ job, code }) => [job, code]))
  const isDone = [...written.keys()].every(job => {
    const code = ends.get(job)?.code
    return code === 0 || killed.has(job) || (bytes === null && code !== undefined && code === wanted.get(job))
  })
  if (written.size === 0 || !isDone) return 'the writer had not finished'
  const isUnknown = [...written.values()].some(({ bytes }) => bytes === null)
  if (killed.size > 0 && isUnknown) return 'it is not known how much was written beside the killed writer'
  if (bytes === null || isUnknown) return null
  return `the writer was only seen to write ${sizeText(known)}`
}

/** How much all commands wrote in total by their own output; null unless each has printed it. */
export function writtenInAll(history: History): number | null {
  const written = [...writtenBytes(history).values()]
  if (written.length === 0 || !written.every(({ isAll }) => isAll)) return null
  return written.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)
}

/** How much a command wrote; null: unknown. `isAll`: it printed that itself, or was stopped and killed, rather than being sampled at it. */
interface Written {
  readonly bytes: number | null
  readonly isAll: boolean
}

/** What each command of the script wrote, by the output of its `dd`, else by its last sample, which may be early. */
function writtenBytes(history: History): Map<string, Written> {
  const written = new Map<string, Written>()
  for (const fact of history) {
    if (fact.kind === 'job' && fact.event === 'started' && !fact.background)
      written.set(fact.job, { bytes: null, isAll: false })
    if (fact.kind === 'progress' && fact.readBytes === undefined && !written.get(fact.job)?.isAll)
      written.set(fact.job, { bytes: fact.bytes, isAll: false })
    // It was stopped when its bytes were counted last, and never ran again.
    if (fact.kind === 'job' && fact.event === 'killed') {
      const { bytes = null } = written.get(fact.job) ?? {}
      written.set(fact.job, { bytes, isAll: bytes !== null })
    }
  }
  const commands = new Map<string, string>()
  for (const fact of ofKind(history, 'job')) {
    if (fact.event === 'started' && !commands.has(fact.job)) commands.set(fact.job, fact.command)
    const bytes = fact.event === 'said' ? copiedBytes(fact.text, commands.get(fact.job) ?? '') : null
    if (bytes !== null && written.has(fact.job)) written.set(fact.job, { bytes, isAll: true })
  }
  return written
}

/** What dd prints when it exits. Debian's static busybox counts blocks alone: that gives the bytes if all were full. */
function copiedBytes(text: string, command: string): number | null {
  const bytes = /^(\d+) bytes .*copied/.exec(text)?.[1]
  if (bytes !== undefined) return Number(bytes)
  const blocks = /^(\d+)\+0 records out/.exec(text)?.[1]
  const [, size, unit] = /\bdd\b.*\bbs=(\d+)(k?)\b/.exec(command) ?? []
  return blocks === undefined || size === undefined ? null : Number(blocks) * Number(size) * (unit ? 1024 : 1)
}
