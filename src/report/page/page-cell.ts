import type { AboutCase } from './about-case.ts'
import type { CellIds } from './cell-ids.ts'
import type { EvidenceMarkup } from './evidence/evidence-markup.ts'
import type { CellHistory } from './history/cell-history.ts'

/** What the page has about a cell besides its result; null: nothing. */
export interface PageCell extends CellIds {
  readonly about: AboutCase | null
  readonly evidence: EvidenceMarkup | null
  readonly history: CellHistory | null
}
