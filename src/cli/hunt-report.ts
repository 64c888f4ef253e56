import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ground } from '../bisect/course.ts'
import type { End } from '../bisect/hunt.ts'
import type { History, Order } from '../bisect/hunt-log.ts'
import { reportOf } from '../bisect/report.ts'
import { type Source, Unfit } from '../bisect/source.ts'
import type { Case } from '../model/case.ts'
import type { HuntReport, RevisionName } from '../model/hunt-report.ts'
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
  const { order, ground, events, end, names, played, source, guests, signal } = finished
  const { found, range, symptom } = end
  const { before, after } = ground
  const withBug = range.hunt === 'first-bad' ? [...found.after, after] : [...found.before, before]
  return reportOf({
    ...{ order, ground, events, found, range, symptom, names, commandLine },
    case: played,
    reproduction: await guests.reproduction(await firstFit(withBug, source, signal), signal),
  })
}

/** The program of the first that has one: a parent that was not in the range may not build. */
async function firstFit(ids: readonly string[], source: Source, signal: AbortSignal): Promise<string> {
  const [id, ...others] = ids
  if (id === undefined) throw new Error('an end of a hunt has a program: it was run')
  try {
    return (await source.program(id, signal)).path
  } catch (error) {
    if (error instanceof Unfit) return firstFit(others, source, signal)
    throw error
  }
}

function commandLine(dir: string): string | undefined {
  try {
    return readFileSync(join(dir, 'command-line'), 'utf8').trimEnd()
  } catch {
    return undefined
  }
}
