import type { CellResult } from '../model/result.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Cell } from './cell.ts'

/** The result of a cell, with its verdict; `dir`: where its run directory was kept. */
export function resultOf(
  cell: Cell,
  start: CellResult['start'],
  verdict: Verdict,
  seconds: number,
  dir?: string,
): CellResult {
  const { label, path, version } = cell.qemu
  return {
    case: cell.case.id,
    ...(cell.case.file === undefined ? {} : { file: cell.case.file.path }),
    qemu: { label, path, version },
    ...(cell.repeat === undefined ? {} : { repeat: cell.repeat }),
    accel: cell.accel,
    start,
    ...verdict,
    seconds: Math.round(seconds * 100) / 100,
    ...(dir === undefined ? {} : { dir }),
  }
}

/** The result of a cell that was not played, because this QEMU cannot: expected, whatever the case documents. */
export function skipped(cell: Cell, because: string): CellResult {
  return resultOf(cell, 'cold', { outcome: 'skip', because, findings: [], numbers: {} }, 0)
}
