import type { Live, LivePeer } from './face/live.ts'
import type { Paper } from './face/paper.ts'
import type { Script } from './face/script.ts'
import type { TypedPeer } from './face/typed-host.ts'

/** The owners of verbs. A verb makes a peer or a job; the others exist from the start. */
export type Owner = 'host' | 'guest' | 'qemu' | 'peer' | 'job'
type Made = 'peer' | 'job' | 'host' | 'nothing'

/**
 * What a verb acts on, as one face identifies it: a job by its name in the journal (live), by its command (typed), by its
 * name in the script (script); a host by the name of its port, empty for the port under test.
 */
type Subject<Of extends Owner | Made, Peer> = Of extends 'peer'
  ? Peer
  : Of extends 'job' | 'host'
    ? string
    : unknown

interface Faces<Of extends Owner, Makes extends Made> {
  /** The shell text that the guest runs, if any. */
  readonly command?: string
  /** The text of the journal's step. */
  step(live: Live, of: Subject<Of, LivePeer>): string
  /** Acts on a real QEMU. */
  live(live: Live, of: Subject<Of, LivePeer>): Promise<Subject<Makes, LivePeer>>
  /** Writes what a user types. */
  typed(paper: Paper, of: Subject<Of, TypedPeer>): Subject<Makes, TypedPeer>
  /** Writes what the printed shell script runs. */
  script(script: Script, of: Subject<Of, TypedPeer>): Subject<Makes, TypedPeer>
}

/** A verb with its arguments, and its three faces. Each face of a verb that makes a peer or a job returns it. */
export type Verb<Of extends Owner, Makes extends Made = 'nothing'> = Faces<Of, Makes> &
  (Makes extends Owner ? { readonly makes: Makes } : { readonly makes?: never })

/** Any of them. */
export type AnyVerb = Verb<Owner, Made>
