import type { CellQemu } from '../model/contract/result.ts'
import type { Settings } from './log.ts'

/** The settings of a bisection of a case over a list of QEMUs. */
export function listSettings(id: string, qemus: readonly CellQemu[]): Settings {
  return {
    ...{ kind: 'order', schema: 2, tool: 'chardev-fc 0.2.0', command: ['bisect', id], case: id },
    ...{ origin: { kind: 'list', qemus }, hunt: null, symptom: null, bound: 0.01, mostRuns: 60, notes: [] },
    run: { accel: 'tcg', timeout: '120s', cacheSize: '8 GiB' },
  }
}
