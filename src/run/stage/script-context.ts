import type { HostSide } from '../../model/case/backend.ts'
import type { RunContext } from '../start/run-context.ts'
import type { RunningGuest } from '../start/bring-up-guest.ts'

/** What a script is played with, on a scene that is set. */
export interface ScriptContext extends RunContext {
  readonly scene: RunningGuest
  readonly hostSide: HostSide
  /** Where the chardev's socket is, for evidence. */
  readonly address: string | null
}
