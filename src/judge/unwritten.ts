import { type History, ofKind } from '../model/observation.ts'
import { sizeText } from '../model/units.ts'
import { jobEnds } from './job-ends.ts'

/**
 * Why not all of a payload may have been written, or null: every writer ended well and none is known to have written
 * less, or the write calls were seen to take all of it. `bytes`: how much was to be written, if that is all that was.
 */
export function whyUnwritten(history: History, bytes: number | null, untilMs: number): string | null {
  const written = writtenBytes(history)
  const known = [...written.values()].reduce<number>((sum, count) => sum + (count ?? 0), 0)
  if (bytes !== null && known >= bytes) return null
  const ends = jobEnds(history.filter(({ at }) => at <= untilMs))
  const isDone = [...written.keys()].every(job => ends.get(job)?.code === 0)
  if (written.size === 0 || !isDone) return 'the writer was not done'
  if (bytes === null || [...written.values()].includes(null)) return null
  return `the writer was only seen to write ${sizeText(known)}`
}

/** How much all commands wrote in all, as far as it is known of each; null where it is not. */
export function writtenInAll(history: History): number | null {
  const written = [...writtenBytes(history).values()]
  if (written.length === 0 || written.includes(null)) return null
  return written.reduce<number>((sum, count) => sum + (count ?? 0), 0)
}

/**
 * What each command of the script wrote, as its `dd` says, or else as it was last seen; null where neither is known.
 */
function writtenBytes(history: History): Map<string, number | null> {
  const written = new Map<string, number | null>()
  for (const fact of history) {
    if (fact.kind === 'job' && fact.event === 'started' && !fact.background) written.set(fact.job, null)
    if (fact.kind === 'progress' && fact.readBytes === undefined) written.set(fact.job, fact.bytes)
  }
  for (const fact of ofKind(history, 'job')) {
    const said = fact.event === 'said' ? copiedBytes(fact.text, commandOf(history, fact.job)) : null
    if (said !== null && written.has(fact.job)) written.set(fact.job, said)
  }
  return written
}

/** What dd says in the end. Debian's static busybox only counts blocks: that tells the bytes when all of them were full. */
function copiedBytes(text: string, command: string): number | null {
  const bytes = /^(\d+) bytes .*copied/.exec(text)?.[1]
  if (bytes !== undefined) return Number(bytes)
  const blocks = /^(\d+)\+0 records out/.exec(text)?.[1]
  const [, size, unit] = /\bdd\b.*\bbs=(\d+)(k?)\b/.exec(command) ?? []
  return blocks === undefined || size === undefined ? null : Number(blocks) * Number(size) * (unit ? 1024 : 1)
}

function commandOf(history: History, job: string): string {
  const start = ofKind(history, 'job').find(fact => fact.job === job && fact.event === 'started')
  return start?.event === 'started' ? start.command : ''
}
