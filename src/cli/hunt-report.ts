import type { Ground } from '../bisect/course.ts'
import type { End } from '../bisect/hunt.ts'
import type { History, Order } from '../bisect/hunt-log.ts'
import { reportOf } from '../bisect/report.ts'
import { type Source, Unfit } from '../bisect/source.ts'
import type { Case } from '../model/case.ts'
import type { HuntReport, RevisionName } from '../model/hunt-report.ts'
import { readEvidence } from '../results/evidence-folder.ts'
import type { HuntGuests } from './hunt-guests.ts'

/** A hunt that found something, with all that its report needs. */
export interface Finished {
  readonly order: Order
  readonly ground: Ground
  readonly events: History
  readonly end: Extract<End, { kind: 'done' }>
  readonly names: ReadonlyMap<string, RevisionName>
  readonly played: Case
  readonly source: Source
  readonly guests: HuntGuests
  readonly signal: AbortSignal
}

/** The report of a hunt, with the QEMU commands of its runs and the reproduction on a build with the bug. */
export async function finishedReport(finished: Finished): Promise<HuntReport> {
  const { order, ground, events, end, names, played } = finished
  const { found, range, symptom } = end
  const { before, after } = ground
  const withBug = range.hunt === 'first-bad' ? [...found.after, after] : [...found.before, before]
  return reportOf({
    ...{ order, ground, events, found, range, symptom, names },
    commandLine: dir => readEvidence(dir).commandLine?.trimEnd(),
    case: played,
    reproduction: await reproductionOn(withBug, finished),
  })
}

/** On the first of them that can be run: a parent that was not in the range may not build, a QEMU may be gone. */
async function reproductionOn(
  ids: readonly string[],
  { source, guests, signal }: Pick<Finished, 'source' | 'guests' | 'signal'>,
): Promise<string> {
  const [id, ...others] = ids
  if (id === undefined) return '(No program with the bug is there any more to write a reproduction for.)\n'
  try {
    return await guests.reproduction((await source.program(id, signal)).path, signal)
  } catch (error) {
    if (error instanceof Unfit) return reproductionOn(others, { source, guests, signal })
    throw error
  }
}
