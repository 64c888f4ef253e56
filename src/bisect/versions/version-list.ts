import type { CellQemu } from '../../model/contract/result.ts'
import { UsageError } from '../../model/errors.ts'
import { compareVersions } from '../../model/value/version.ts'
import type { Revision } from '../search/graph.ts'

/** QEMUs from old to new: by what they say of themselves, or as they were named. Throws UsageError. */
export function orderQemus(named: readonly CellQemu[], inOrder: boolean): readonly CellQemu[] {
  const paths = new Set(named.map(({ path }) => path))
  if (paths.size < named.length) throw new UsageError('wanted different QEMUs, but one is named twice')
  if (named.length < 2) {
    throw new UsageError('wanted two QEMUs or more, oldest first or of different versions: --qemu A --qemu B')
  }
  const sorted = inOrder ? named : named.toSorted((a, b) => compareVersions(a.version, b.version))
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (!inOrder && first?.version === last?.version) {
    throw new UsageError(
      `wanted QEMUs of different versions, but all are ${first?.version}: name them oldest first, with --in-order`,
    )
  }
  return sorted
}

/** The same as a history: each was made from the one before it. The first is the end before the range. */
export function revisionsOfList(qemus: readonly CellQemu[]): Revision[] {
  return qemus.slice(1).map(({ path }, index) => ({ id: path, parents: [qemus[index]?.path ?? ''] }))
}
