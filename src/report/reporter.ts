import type { Evidence } from '../model/contract/evidence.ts'
import type { CellName, CellResult } from '../model/contract/result.ts'

/**
 * Hears of a whole command: `begin` once, then for every cell `cellStarted`, any number of `phase`,
 * `cellEnded`, and `end` once, after an interruption too. Cells may overlap.
 * Reporters are pure over the `write` they are made with.
 */
export interface Reporter {
  /** For people, when the reporter itself fails. */
  readonly name: string
  begin?(plan: { readonly cells: number }): void
  cellStarted?(cell: CellName): void
  /** What the cell is at now, in words. */
  phase?(cell: CellName, text: string): void
  /** `evidence` is none for a cell that was not played; it is much, so it is best let go of at once. */
  cellEnded?(result: CellResult, evidence?: Evidence | null): void
  /** `planned`: how many cells were to be played; 0 where that is not known. */
  end?(results: readonly CellResult[], planned: number): void
}
