import type { RunningGuest } from '../start/bring-up-guest.ts'
import type { PreparedHosts } from '../start/prepare-hosts.ts'
import type { RunContext } from '../start/run-context.ts'

/** The context of a script, with a running guest. */
export interface ScriptContext extends RunContext {
  readonly guest: RunningGuest
  /** The host sides of the QEMU in which the guest was started. */
  readonly hosts: PreparedHosts
}
