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

/** A device of the guest and the chardev that it is wired to. */
export interface Wiring {
  readonly chardev: Backend
  readonly frontend: Frontend
}

/** One scenario. `Stage` is what its script acts on (src/verbs); only code that runs the script needs to know it. */
export interface CaseDefinition<Stage = never> extends Wiring {
  readonly title: string
  /** The heading of the wiki page (Features/ChardevFlowControl) that this case reproduces. */
  readonly page?: string
  /** Further ports beside the one under test, by name. */
  readonly ports?: { readonly [name: string]: Wiring }
  /** The first QEMU that has the commands of the script: `2.10.0`. On an older one the case is skipped. */
  readonly since?: string
  /** The script resets the machine: QEMU is started so that a reset does not end it. */
  readonly resets?: true
  /** The script moves the guest to another QEMU: its commands are started so that they outlive the ssh connection. */
  readonly migrates?: true
  readonly known?: readonly Known[]
  script(stage: Stage): Promise<void>
  readonly expect: readonly Expectation[]
}

/** A scenario with its id, which is its file name. */
export interface Case<Stage = never> extends CaseDefinition<Stage> {
  readonly id: string
  /** Only of a user's own case: two cases may have one id, and this tells them apart. */
  readonly file?: CaseFile
}
