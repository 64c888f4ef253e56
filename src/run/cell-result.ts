import type { CellResult } from '../model/contract/result.ts'
import type { Cell } from './cell.ts'

/** The result of a cell: its names and what its run produced. */
export function resultOf(
  { case: { id, file }, qemu: { label, path, version }, repeat, accel }: Cell,
  rest: Omit<CellResult, 'case' | 'file' | 'qemu' | 'repeat' | 'accel'>,
): CellResult {
  return {
    case: id,
    ...(file === undefined ? {} : { file: file.path }),
    qemu: { label, path, version },
    ...(repeat === undefined ? {} : { repeat }),
    accel,
    ...rest,
  }
}

/** The result of a cell that this QEMU cannot run. */
export function skipped(cell: Cell, why: string): CellResult {
  const nothing = { findings: [], numbers: {}, seconds: 0 }
  return resultOf(cell, { start: 'cold', outcome: 'skip', because: why, ...nothing })
}
