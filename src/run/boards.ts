import type { Ssh } from '../guest/ssh.ts'
import type { HostSide } from '../model/backend.ts'
import type { Frontend } from '../model/frontend.ts'
import type { Limits } from '../model/observation.ts'
import type { Qmp } from '../qemu/qmp.ts'
import type { Journal } from './journal.ts'
import type { Lease } from './lease.ts'

/** What the live stage plays on. */
export interface Boards {
  readonly journal: Journal
  /** Gives back the peers. */
  readonly lease: Lease
  readonly hostSide: HostSide
  readonly frontend: Frontend
  readonly ssh: Ssh
  readonly qmp: Qmp
  readonly limits: Limits
  /** What stands for the page's `sleep 1`, in seconds. */
  readonly pause: string
  /** Aborts when the script is cut. */
  readonly signal: AbortSignal
}
