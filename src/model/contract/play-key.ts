import { type CellPlace, cellKey } from './cell-key.ts'
import type { CellResult } from './result.ts'

/** What makes two results those of one play of one cell in one test run: the cell, and which repeat. */
export function playKey(play: CellPlace & Pick<CellResult, 'repeat'>): string {
  return `${cellKey(play)} ${play.repeat ?? 1}`
}
