import { type Ended, reportOf } from '../../bisect/report.ts'
import { type Source, Unfit } from '../../bisect/source.ts'
import type { HuntReport } from '../../model/contract/hunt-report.ts'
import { readEvidence } from '../../results/evidence-folder.ts'
import type { HuntGuests } from './hunt-guests.ts'

/** A hunt that found something, with all that its report needs. */
export interface Finished extends Omit<Ended, 'commandLine' | 'reproduction'> {
  readonly source: Source
  readonly guests: HuntGuests
  readonly signal: AbortSignal
}

/** The report of a hunt, with the QEMU commands of its runs and the reproduction on a build with the bug. */
export async function finishedReport(finished: Finished): Promise<HuntReport> {
  const { found, range, ground } = finished
  const withBug =
    range.hunt === 'first-bad' ? [...found.after, ground.after] : [...found.before, ground.before]
  return reportOf({
    ...finished,
    commandLine: dir => readEvidence(dir).commandLine?.trimEnd(),
    reproduction: await reproductionOn(withBug, finished),
  })
}

/** On the first of them that can be run: a parent that was not in the range may not build, a QEMU may be gone. */
async function reproductionOn(ids: readonly string[], finished: Finished): Promise<string> {
  const { source, guests, signal } = finished
  const [id, ...others] = ids
  if (id === undefined) return '(No program with the bug is there any more to write a reproduction for.)\n'
  try {
    return await guests.reproduction((await source.program(id, signal)).path, signal)
  } catch (error) {
    if (error instanceof Unfit) return reproductionOn(others, finished)
    throw error
  }
}
