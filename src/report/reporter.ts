import type { Evidence } from '../model/contract/evidence.ts'
import type { CellName, CellResult } from '../model/contract/result.ts'

/** A cell before it is run. */
export type PlannedCell = CellName & Pick<CellResult, 'accel'>

/**
 * Is called with the events of a command: `begin` once, then for every cell `cellStarted`, any number of `phase` and
 * `cellEnded`, and `end` once, even after an interruption. Cells may overlap. A reporter does no I/O but the `write` that
 * it is made with.
 */
export interface Reporter {
  /** For the message when the reporter itself fails. */
  readonly name: string
  begin?(plan: { readonly cells: number }): void
  cellStarted?(cell: CellName): void
  /** What the cell is doing now. */
  phase?(cell: CellName, text: string): void
  /** `evidence` is null for a cell that was not run. It is large: do not keep it. */
  cellEnded?(result: CellResult, evidence?: Evidence | null): void
  /**
   * `planned`: the number of cells to run; 0 if unknown. `left`: those of them that were not run, as far as they are
   * known by name.
   */
  end?(results: readonly CellResult[], planned: number, left?: readonly PlannedCell[]): void
}
