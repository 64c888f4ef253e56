import type { CellResult } from '../model/result.ts'
import type { Cell } from './cell.ts'

/** The result of a cell that was not played, because this QEMU cannot: expected, whatever the case documents. */
export function skipped(cell: Cell, why: string): CellResult {
  const { label, path, version } = cell.qemu
  return {
    case: cell.case.id,
    ...(cell.case.file === undefined ? {} : { file: cell.case.file.path }),
    qemu: { label, path, version },
    ...(cell.repeat === undefined ? {} : { repeat: cell.repeat }),
    accel: cell.accel,
    start: 'cold',
    outcome: 'skip',
    because: why,
    findings: [],
    numbers: {},
    seconds: 0,
  }
}
