import type { Duration, Size } from '../value/units.ts'
import type { Backend } from './backend.ts'
import type { CaseFile } from './case-file.ts'
import type { Expectation } from './expectation.ts'
import type { Frontend } from './frontend.ts'
import type { Known } from './known.ts'

/** The pace of a slow reader: this many bytes, then a pause of this length. */
export interface Pace {
  readonly bytes: Size
  readonly every: Duration
}

/** One scenario. Its `Stage` is what its script plays on (src/verbs); only what runs it has to know that. */
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
  /** Only of a user's own case: two cases may have one id, and this tells them apart. */
  readonly file?: CaseFile
}
