import type { CaseFile } from './case-file.ts'

/** The two ways a sign of life travels: over ssh (virtio-net, slirp), and on a second isa-serial into a file. */
export type BeatPath = 'ssh' | 'serial'

/** Where a run stands. The judges look at what lies between `script` and `end`. */
export type Phase = 'boot' | 'healthy' | 'script' | 'revive' | 'end'

/** What ended a script before its last line. */
export type CutCause =
  /** both beat paths silent beyond the limit */
  | 'freeze'
  /** QEMU ended by itself */
  | 'exit'
  /** nothing moved on the data path while the script waited */
  | 'standstill'
  /** the overall limit */
  | 'timeout'
  /** the person interrupted */
  | 'signal'
  /** our own trouble */
  | 'trouble'

/** The first line of every journal: what was played, on what, under which limits. */
export interface RunFact {
  readonly kind: 'run'
  readonly schema: 1
  readonly tool: string
  readonly case: string
  readonly title: string
  /** Only of a case that is none of ours. */
  readonly file?: CaseFile
  /** Wall clock, ISO 8601. */
  readonly startedAt: string
  readonly qemu: { readonly label: string; readonly path: string; readonly version: string }
  readonly accel: 'kvm' | 'tcg'
  readonly start: 'cold' | 'warm'
  readonly chardev: string
  readonly frontend: string
  readonly limits: Limits
}

/** The limits a run goes by; milliseconds. */
export interface Limits {
  readonly beatEveryMs: number
  /** A silence is a freeze beyond max(floor, factor × slowest healthy interval). */
  readonly silenceFloorMs: number
  readonly silenceFactor: number
  /** Beats wanted on each path after the proven stall. */
  readonly beatsAfterStall: number
  /** How long nothing may move while a script waits. */
  readonly standstillMs: number
  readonly overallMs: number
}

/** A stretch of received bytes that look alike. Offsets and lengths are bytes of the whole stream. */
export type Segment =
  | { readonly kind: 'zeros'; readonly offset: number; readonly length: number }
  /** Lines of the counting payload (`seq -w`): first to last, one number each, without a gap. */
  | {
      readonly kind: 'count'
      readonly offset: number
      readonly length: number
      readonly width: number
      readonly first: number
      readonly last: number
    }
  /** Anything else; `sample` is its beginning, as text with escapes, at most 4096 bytes. */
  | { readonly kind: 'other'; readonly offset: number; readonly length: number; readonly sample: string }

/** Any value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** What happened, without when. */
export type Fact =
  | RunFact
  | { readonly kind: 'phase'; readonly phase: Phase }
  /** How the guest that the script is played on was started, whatever the first line had in mind. */
  | { readonly kind: 'start'; readonly start: 'cold' | 'warm' }
  /** A sign of life: its number, and the guest's own uptime when it was sent. */
  | { readonly kind: 'beat'; readonly path: BeatPath; readonly count: number; readonly guestMs: number }
  /** The host's own tick; how much later than planned it came. */
  | { readonly kind: 'tick'; readonly lateMs: number }
  /**
   * QEMU's threads since the last such line: CPU time they ran, and the longest that any one of them
   * stood ready without getting a CPU (/proc/PID/task/TID/schedstat).
   */
  | { readonly kind: 'cpu'; readonly spanMs: number; readonly ranMs: number; readonly waitedMs: number }
  /** QMP answered a ping. */
  | { readonly kind: 'qmp'; readonly tookMs: number }
  | { readonly kind: 'qmp-event'; readonly event: string; readonly data: Json }
  /** A line of the script: begin and end share the number. */
  | { readonly kind: 'step'; readonly step: number; readonly edge: 'begin' | 'end'; readonly text: string }
  | {
      readonly kind: 'job'
      readonly job: string
      readonly event: 'started'
      readonly command: string
      /** It has nothing to do with the port, and runs until the guest ends. */
      readonly background?: true
    }
  | {
      readonly kind: 'job'
      readonly job: string
      readonly event: 'exited'
      readonly code: number | null
      readonly signal: string | null
    }
  | { readonly kind: 'job'; readonly job: string; readonly event: 'said'; readonly text: string }
  /** The script wanted this job to end with this status. */
  | { readonly kind: 'wanted'; readonly job: string; readonly code: number }
  /**
   * The writer in the guest, sampled there: bytes that its write calls got rid of, its state (R, S, D, …),
   * the kernel function it sleeps in (`0` when it runs), the guest's uptime.
   */
  | {
      readonly kind: 'progress'
      readonly job: string
      readonly bytes: number
      readonly state: string
      readonly waitsIn: string
      readonly guestMs: number
    }
  | {
      readonly kind: 'peer'
      readonly peer: string
      readonly event: 'opened' | 'reading' | 'paused' | 'closed' | 'ended' | 'failed'
      readonly text?: string
    }
  /** Bytes that arrived at a peer since the last such line, and in all. */
  | { readonly kind: 'read'; readonly peer: string; readonly bytes: number; readonly total: number }
  /** Bytes of the `of` that a peer has to send which the kernel has taken since the last such line, and in all. */
  | {
      readonly kind: 'sent'
      readonly peer: string
      readonly bytes: number
      readonly total: number
      readonly of: number
    }
  /** QEMU's memory that no file backs, the guest's own in it (/proc/PID/status, RssAnon). */
  | { readonly kind: 'memory'; readonly bytes: number }
  /** What all the bytes that a peer received look like. */
  | {
      readonly kind: 'content'
      readonly peer: string
      readonly bytes: number
      readonly sha256: string
      readonly segments: readonly Segment[]
      /** True when there were more segments than are listed. */
      readonly cutShort: boolean
    }
  | { readonly kind: 'qemu'; readonly event: 'started'; readonly pid: number }
  | {
      readonly kind: 'qemu'
      readonly event: 'exited'
      readonly code: number | null
      readonly signal: string | null
      /** The end of its stderr. */
      readonly words: string
      /** A kernel panic found on the console. */
      readonly panic?: string
    }
  | { readonly kind: 'cut'; readonly by: CutCause; readonly why: string }
  | { readonly kind: 'evidence'; readonly name: string; readonly data: Json }
  | { readonly kind: 'note'; readonly text: string }

/** One timestamped fact: `at` is host monotonic milliseconds since the run began. */
export type Observation = { readonly at: number } & Fact

/** All that one run observed, in order. */
export type History = readonly Observation[]

/** The facts of one kind. */
export type FactOf<Kind extends Fact['kind']> = Extract<Observation, { kind: Kind }>

/** The observations of one kind, in order. */
export function ofKind<Kind extends Fact['kind']>(history: History, kind: Kind): FactOf<Kind>[] {
  return history.filter((observation): observation is FactOf<Kind> => observation.kind === kind)
}

/** How the guest was started: booted (`cold`) or restored from a snapshot (`warm`). */
export function startOf(history: History): 'cold' | 'warm' {
  return ofKind(history, 'start').at(-1)?.start ?? ofKind(history, 'run')[0]?.start ?? 'cold'
}
