import { type CellPlace, cellKey } from './cell-key.ts'
import type { CellResult } from './result.ts'

/** Identifies one run of a cell in a test run: the cell, and the number of the repeat. */
export function playKey(play: CellPlace & Pick<CellResult, 'repeat'>): string {
  return `${cellKey(play)} ${play.repeat ?? 1}`
}
