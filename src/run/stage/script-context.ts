import type { HostSide } from '../../model/case/backend.ts'
import type { RunningGuest } from '../start/bring-up-guest.ts'
import type { RunContext } from '../start/run-context.ts'

/** The context of a script, with a running guest. */
export interface ScriptContext extends RunContext {
  readonly guest: RunningGuest
  /** The host side of each port, by its name. */
  readonly hostSides: ReadonlyMap<string, HostSide>
  /** The address of the chardev's socket, for evidence. */
  readonly address: string | null
}
