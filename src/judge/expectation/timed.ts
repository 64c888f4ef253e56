import type { Expectation, Judged } from '../../model/case/expectation.ts'
import type { History } from '../../model/contract/observation.ts'
import { inconclusive, pass } from '../judged.ts'
import { type Standing, standings } from '../stall/standing.ts'

/** What the host does, as the case's script has it. */
type Act = 'opens' | 'reads' | 'ends writing' | 'closes'
type Wanted = { readonly [Does in Act]?: Standing }

/** What the script's order ensures in the printed script too: it waits for a job's end, and for a stall. */
const ordered: readonly Standing[] = ['port closed', 'writer blocked']

/** For each of them the whole journal is searched. */
const mostMoments = 1000

/**
 * The host acted at the moment that the case is about, each time: `closes: 'port closed'` wants no program of the
 * script to run in the guest then, `'port open'` that one has the port open before and after, `'writer blocked'` that
 * it stands blocked on the byte on which it was last seen, `'device unplugged'` that QEMU has deleted a device. It
 * never fails: at another moment the case proves nothing.
 */
export function timed(wanted: Wanted): Expectation {
  const checks = Object.values(wanted).every(standing => ordered.includes(standing)) ? { checks: {} } : {}
  return { name: 'timed', judge: history => judge(history, wanted), ...checks }
}

function judge(history: History, wanted: Wanted): Judged {
  const seen: string[] = []
  for (const [act, standing] of Object.entries(wanted) as [Act, Standing][]) {
    const { past } = events[act]
    const { proven, doubt } = standings[standing]
    const moments = momentsOf(history, act)
    if (moments.length === 0) return inconclusive(`the host never ${past}`)
    if (moments.length > mostMoments)
      return inconclusive(`the host ${past} more than ${mostMoments} times, which is too many to judge`)
    const missed = moments.map(index => doubt(history, index)).find(doubt => doubt !== null)
    if (missed !== undefined)
      return inconclusive(`when the host ${past}, ${missed}: this is not the moment that the case is about`)
    seen.push(`${proven} when the host ${past}`)
  }
  return pass(seen.join(', and '))
}

/** Where in the journal the script's lines begin in which the host did it, up to a cut. */
function momentsOf(history: History, act: Act): number[] {
  const end = history.findIndex(({ kind }) => kind === 'cut')
  const script = end === -1 ? history : history.slice(0, end)
  const moments = new Set<number>()
  let line: number | null = null
  for (const [index, fact] of script.entries()) {
    if (fact.kind === 'step' && fact.edge === 'begin') {
      line = index
      if (act === 'ends writing' && fact.text.endsWith(' will write no more')) moments.add(index)
    } else if (fact.kind === 'peer' && fact.event === events[act].event) moments.add(line ?? index)
  }
  return [...moments]
}

/** The journal's name of each act, and its past tense. */
const events = {
  opens: { event: 'opened', past: 'opened the chardev' },
  reads: { event: 'reading', past: 'began to read' },
  'ends writing': { event: null, past: 'shut down its sending side' },
  closes: { event: 'closed', past: 'closed' },
} as const
