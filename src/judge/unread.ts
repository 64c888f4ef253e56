import { type History, ofKind } from '../model/observation.ts'
import { sizeText } from '../model/units.ts'
import { callSilence } from './freeze.ts'

/**
 * Why a missing end may only not have been read, or not have been written; null when it is lost. `bytes`: how much was to
 * be written, if that is all that was.
 */
export function whyUnread(history: History, bytes: number | null): string | null {
  const cut = ofKind(history, 'cut')[0]
  if (cut && cut.by !== 'standstill') return `the run was cut (${cut.by})`
  if (!cut && !ofKind(history, 'phase').some(({ phase }) => phase === 'end')) return 'the journal breaks off'
  if (callSilence(history) !== null) return 'the guest fell silent'
  const written = saidBytes(history)
  if (written !== null && written < (bytes ?? 0))
    return `the writer says that it wrote only ${sizeText(written)}`
  if (!gotRidOfAll(history, bytes, cut?.at)) return 'the writer was not done'
  // Without a standstill the script itself stopped reading, perhaps before the end was there.
  if (!cut) return 'the script ended before all was read'
  const lastEvent = ofKind(history, 'peer').findLast(({ event, at }) => event !== 'opened' && at <= cut.at)
  return lastEvent?.event === 'reading' ? null : 'the host was not reading when nothing moved any more'
}

/** What the jobs' `dd` say that they copied, GNU's and busybox' alike; null when none says so. */
function saidBytes(history: History): number | null {
  const said = ofKind(history, 'job').map(fact => (fact.event === 'said' ? fact.text : ''))
  const counts = said
    .map(text => /^(\d+) bytes .*copied/.exec(text)?.[1])
    .filter(count => count !== undefined)
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + Number(count), 0)
}

/** Every writer ended well, or its write calls took the whole payload. */
function gotRidOfAll(history: History, most: number | null, untilMs = Number.POSITIVE_INFINITY): boolean {
  const jobs = ofKind(history, 'job').filter(({ at }) => at <= untilMs)
  const started = jobs.filter(fact => fact.event === 'started' && !fact.background).map(({ job }) => job)
  const well = new Set<string>()
  for (const fact of jobs) if (fact.event === 'exited' && fact.code === 0) well.add(fact.job)
  if (started.length > 0 && started.every(job => well.has(job))) return true
  const written = new Map(ofKind(history, 'progress').map(({ job, bytes }) => [job, bytes]))
  return [...written.values()].reduce((sum, bytes) => sum + bytes, 0) >= (most ?? Number.POSITIVE_INFINITY)
}
