import type { CellQemu } from '../model/contract/result.ts'
import { UsageError } from '../model/errors.ts'
import { compareVersions } from '../model/value/version.ts'
import type { Source } from './source.ts'

/** Sorts QEMUs from old to new: by version, or as they were named. Throws UsageError. */
export function sortQemus(named: readonly CellQemu[], inOrder: boolean): readonly CellQemu[] {
  const paths = new Set(named.map(({ path }) => path))
  if (paths.size < named.length)
    throw new UsageError('--qemu: expected different QEMUs, but one is named twice')
  if (named.length < 2) {
    throw new UsageError(
      '--qemu: expected two or more QEMUs, of different versions or oldest first: --qemu A --qemu B',
    )
  }
  const sorted = inOrder ? named : named.toSorted((a, b) => compareVersions(a.version, b.version))
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (!inOrder && first?.version === last?.version) {
    throw new UsageError(
      `--qemu: expected QEMUs of different versions, but all are ${first?.version}: name them oldest first and add --in-order`,
    )
  }
  return sorted
}

/** QEMUs, oldest first, as a history: each is the parent of the next. */
export function listSource(qemus: readonly CellQemu[]): Source {
  return {
    revisions: qemus.slice(1).map(({ path }, index) => ({ id: path, parents: [qemus[index]?.path ?? ''] })),
    before: qemus[0]?.path ?? '',
    after: qemus.at(-1)?.path ?? '',
    program: async id => ({ path: id, seconds: 0, cached: true }),
    nameOf: async path => {
      const { label, version } = qemus.find(qemu => qemu.path === path) ?? { label: path, version: path }
      return { version: label.startsWith(version) ? label : `${version} (${label})`, path }
    },
    releaseOf: async () => null,
    close: async () => undefined,
  }
}
