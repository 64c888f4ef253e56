import type { Verdict } from './verdict.ts'

/** What a cell is played on. `label` is what the person chose it by, `version` what it says of itself. */
export interface CellQemu {
  readonly label: string
  readonly path: string
  readonly version: string
}

/** Which cell: one case on one QEMU binary. */
export interface CellName {
  readonly case: string
  /** The path of its file, if the case is none of ours. */
  readonly file?: string
  readonly qemu: CellQemu
  /** Which play of the cell this is, from 1 on, when a round plays it several times. */
  readonly repeat?: number
}

/** How one cell ended: what reporters get, and what `--json` prints (docs/architecture.md, "The outside"). */
export interface CellResult extends CellName, Verdict {
  readonly accel: 'kvm' | 'tcg'
  readonly start: 'cold' | 'warm'
  readonly seconds: number
  /** The run directory, when it was kept. */
  readonly dir?: string
}
