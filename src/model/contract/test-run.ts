import * as s from './schema.ts'

export const tool = s.means('Name and version: chardev-fc 0.2.0', s.text)
export const command = s.means('The arguments', s.listOf(s.text))

const machine = s.record({
  os: s.means('Linux 6.1.0-28-amd64', s.text),
  arch: s.means('As Node calls it: x64', s.text),
  cpus: s.means('Logical CPUs', s.positive),
  memoryBytes: s.count,
  node: s.text,
})

const plan = s.record({
  cells: s.means('How many cells were to be played, each repeat counted; of a shard its part', s.count),
  asDocumented: s.maybe('With --as-documented: pauses of whole seconds', s.truth),
  shard: s.optional(
    s.record({
      index: s.positive,
      of: s.positive,
      wholeCells: s.maybe('Cells of all shards together', s.count),
    }),
  ),
})

export const testRun = s.record({ tool, command, startedAt: s.moment, machine, plan })

/** Facts of the host that cells were run on: what numbers and times are to be read by. Nothing that names it. */
export type Machine = s.Data<typeof machine>
/** What a command set out to play; of a shard, its own part. */
export type Plan = s.Data<typeof plan>
/** One `run` or `matrix` command: who played what, where, when. The cells it plays are its results. */
export type TestRun = s.Data<typeof testRun>
