import type { CellResult } from '../../model/contract/result.ts'
import { grouped } from '../../model/value/grouped.ts'
import { compareVersions } from '../../model/value/version.ts'

/** A change of a case between pass and fail from one version to the next. */
export type Edge = 'last-good' | 'first-bad' | 'last-bad' | 'first-good'

/** One result of a row, and its place in it. */
interface Placed {
  readonly index: number
  readonly result: CellResult
}

/**
 * Edges lie between neighbouring versions that pass or fail, of one accelerator and machine; other outcomes between them
 * are passed over. Builds of one version have no order: where they disagree, the change is in none of its neighbours.
 */
export function edgesOf(row: readonly (CellResult | undefined)[]): Edge[][] {
  const edges: Edge[][] = row.map(() => [])
  const answers = row.flatMap((result, index) =>
    result !== undefined && isSteady(result) ? { index, result } : [],
  )
  for (const alike of grouped(answers, ({ result }) => targetKey(result)).values()) {
    let before: Placed | null = null
    for (const builds of versionsOf(alike)) {
      const [first, last] = [builds[0], builds.at(-1)]
      if (first === undefined || last === undefined) continue
      const agree = builds.every(({ result }) => result.outcome === first.result.outcome)
      if (agree && before !== null && before.result.outcome !== first.result.outcome) {
        const turnedBad = first.result.outcome === 'fail'
        edges[before.index]?.push(turnedBad ? 'last-good' : 'last-bad')
        edges[first.index]?.push(turnedBad ? 'first-bad' : 'first-good')
      }
      before = agree ? last : null
    }
  }
  return edges
}

/** Whether a result says on which side of an edge its version is. */
function isSteady({ outcome, sometimes }: CellResult): boolean {
  return (outcome === 'pass' || outcome === 'fail') && sometimes !== true
}

/** What must be the same for a change to come from QEMU's version. */
function targetKey({ accel, machine, arch, kernel }: CellResult): string {
  return JSON.stringify([accel, machine, arch, kernel])
}

/** The builds of each version, in their order. */
function versionsOf(placed: readonly Placed[]): Placed[][] {
  const versions: Placed[][] = []
  for (const one of placed) {
    const current = versions.at(-1)
    const other = current?.[0]?.result.qemu.version
    if (other !== undefined && compareVersions(other, one.result.qemu.version) === 0) current?.push(one)
    else versions.push([one])
  }
  return versions
}
