/** Facts of the machine that cells were played on: what numbers and times are to be read by. Nothing that names it. */
export interface Machine {
  /** `Linux 6.1.0-28-amd64`. */
  readonly os: string
  /** As Node calls it: `x64`. */
  readonly arch: string
  /** Logical CPUs. */
  readonly cpus: number
  readonly memoryBytes: number
  /** `20.20.2`. */
  readonly node: string
}

/** What a command set out to play; of a shard, its own part. */
export interface Plan {
  /** Cells, each repeat counted. */
  readonly cells: number
  /** With pauses of whole seconds, as the cases document them (`--as-documented`). */
  readonly asDocumented?: true
  /** The first shard has index 1; `wholeCells` are those of all shards together. */
  readonly shard?: { readonly index: number; readonly of: number; readonly wholeCells?: number }
}

/** One `run` or `matrix` command: who played what, where, when. The cells it plays are its results. */
export interface Round {
  /** `chardev-fc 0.1.0`. */
  readonly tool: string
  /** The arguments. */
  readonly command: readonly string[]
  /** Wall clock, ISO 8601. */
  readonly startedAt: string
  readonly machine: Machine
  readonly plan: Plan
}
