import type { CellResult } from '../model/contract/result.ts'
import type { Cell } from './cell.ts'

/** The result of a cell, of what came of it. */
export function resultOf(
  { case: { id, file }, qemu: { label, path, version }, repeat, accel }: Cell,
  came: Omit<CellResult, 'case' | 'file' | 'qemu' | 'repeat' | 'accel'>,
): CellResult {
  return {
    case: id,
    ...(file === undefined ? {} : { file: file.path }),
    qemu: { label, path, version },
    ...(repeat === undefined ? {} : { repeat }),
    accel,
    ...came,
  }
}

/** That of a cell that was not played, because this QEMU cannot. */
export function skipped(cell: Cell, why: string): CellResult {
  const nothing = { findings: [], numbers: {}, seconds: 0 }
  return resultOf(cell, { start: 'cold', outcome: 'skip', because: why, ...nothing })
}
