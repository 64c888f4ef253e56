import { goldenData } from './golden-data.fixture.ts'
import { goldenDoubts } from './golden-doubts.fixture.ts'
import { goldenEnds } from './golden-ends.fixture.ts'
import { goldenFreezes } from './golden-freezes.fixture.ts'
import type { Golden } from './said.fixture.ts'

/** Golden journals by name. */
export const golden: { readonly [name: string]: Golden } = {
  ...goldenFreezes,
  ...goldenDoubts,
  ...goldenEnds,
  ...goldenData,
}
