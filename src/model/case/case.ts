import type { Duration, Size } from '../value/units.ts'
import type { Backend } from './backend.ts'
import type { CaseFile } from './case-file.ts'
import type { Expectation } from './expectation.ts'
import type { Frontend } from './frontend.ts'
import type { Known } from './known.ts'

/** How a host reads that does not read as fast as it can: so many bytes, then nothing for so long. */
export interface Pace {
  readonly bytes: Size
  readonly every: Duration
}

/** One scenario. Its `Stage` is what its script plays on (src/verbs); only whoever plays it has to know that. */
export interface CaseDefinition<Stage = never> {
  readonly title: string
  /** The heading of the wiki page (Features/ChardevFlowControl) that this case plays. */
  readonly page?: string
  readonly chardev: Backend
  readonly frontend: Frontend
  readonly known?: readonly Known[]
  script(stage: Stage): Promise<void>
  readonly expect: readonly Expectation[]
}

/** A scenario with the id that its file name gives it. */
export interface Case<Stage = never> extends CaseDefinition<Stage> {
  readonly id: string
  /** Only of a case that is none of ours: two cases may have one id, then this tells them apart. */
  readonly file?: CaseFile
}
