import type { CellQemu } from '../../model/contract/result.ts'
import type { Source } from '../source.ts'
import { revisionsOfList } from './version-list.ts'

/** QEMUs that are there already, oldest first. */
export function listSource(qemus: readonly CellQemu[]): Source {
  return {
    revisions: revisionsOfList(qemus),
    before: qemus[0]?.path ?? '',
    after: qemus.at(-1)?.path ?? '',
    program: async id => ({ path: id, seconds: 0, cached: true }),
    named: async id => {
      const { label, path, version } = qemus.find(qemu => qemu.path === id) ?? {
        label: id,
        path: id,
        version: id,
      }
      return { version: label.startsWith(version) ? label : `${version} (${label})`, path }
    },
    close: async () => undefined,
  }
}
