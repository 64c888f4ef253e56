import type { LogEvents, Settings } from '../../bisect/log.ts'
import { reportOf } from '../../bisect/report.ts'
import { refusalOf } from '../../bisect/search/refusal.ts'
import { edgesOf, type Search } from '../../bisect/search/search.ts'
import { type Source, Untestable } from '../../bisect/source.ts'
import type { Case } from '../../model/case/case.ts'
import type { BisectReport } from '../../model/contract/bisect-report.ts'
import { UsageError } from '../../model/errors.ts'
import type { BisectGuests } from './bisect-guests.ts'
import { keptEvidence } from './bisect-reports.ts'

/** A search that has ended, and what its report needs besides. */
export interface Ended {
  readonly search: Search
  readonly settings: Settings
  readonly events: LogEvents
  readonly source: Source
  readonly guests: BisectGuests
  readonly played: Case
  /** The folder of all bisections. */
  readonly bisections: string
}

/** The report of a search that has ended. Rejects with UsageError if it found nothing. */
export async function reportOn(ended: Ended, signal: AbortSignal): Promise<BisectReport> {
  const { search, settings, events, source, guests, played, bisections } = ended
  const { before, after } = source
  const { found, left } = edgesOf(search)
  const edges = [...found, ...left]
  const beside = edges.flatMap(edge => [edge.among.slice(0, mostNames), edge.before, edge.after].flat())
  const ids = new Set([...beside, ...search.answers.keys(), before, after])
  const names = await valuesOf(ids, id => source.nameOf(id, signal))
  if (search.next.kind === 'refuse') throw refusalOf(search.next, search, names)
  const [edge] = edges
  if (edge === undefined) throw new UsageError(nothingFound(settings))
  const withBug = edge.sought.goal === 'first-bad' ? [...edge.after, after] : [...edge.before, before]
  const named = edges.flatMap(({ among }) => (among.length === 1 ? among : []))
  return reportOf({
    ...{ settings, search, events, names, case: played },
    releases: await valuesOf(named, id => source.releaseOf(id, signal)),
    commandLine: dir => keptEvidence(bisections, dir)?.commandLine?.trimEnd(),
    reproduction: await reproductionOn(withBug, source, guests, signal),
  })
}

/** One after the other: each starts a git. */
async function valuesOf<Value>(
  ids: Iterable<string>,
  of: (id: string) => Promise<Value>,
): Promise<Map<string, Value>> {
  const values = new Map<string, Value>()
  for (const id of ids) values.set(id, await of(id))
  return values
}

/** So many of the revisions that are left get their names from git; the others only have their ids. */
const mostNames = 20

function nothingFound({ mostBuilds }: Settings): string {
  return `expected to build both ends, but --max-builds ${mostBuilds} was reached first: allow more builds`
}

/** The reproduction on the first of these revisions that can be run: some may not build, or be gone. */
async function reproductionOn(
  ids: readonly string[],
  source: Source,
  guests: BisectGuests,
  signal: AbortSignal,
): Promise<string> {
  for (const id of ids) {
    try {
      return await guests.reproduction((await source.program(id, signal)).path)
    } catch (error) {
      if (!(error instanceof Untestable)) throw error
    }
  }
  return '(No reproduction: no program with the bug can be run any more.)\n'
}
