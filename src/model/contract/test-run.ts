import { inputLimits } from '../input-limits.ts'
import * as s from './schema.ts'

export const tool = s.means('Name and version: chardev-fc 0.2.0', s.text)
export const command = s.means('The arguments', s.listOf(s.text))

const machine = s.record({
  os: s.means('Linux 6.1.0-28-amd64', s.text),
  arch: s.means('In the terms of Node: x64', s.text),
  cpus: s.means('Logical CPUs', s.positive),
  memoryBytes: s.count,
  node: s.text,
})

const plan = s.record({
  cells: s.means('The number of planned cells, each repeat counted; of a shard, its part', s.count),
  asDocumented: s.maybe('Run with --as-documented: pauses of whole seconds', s.truth),
  shard: s.optional(
    s.record({
      index: s.whole(1, inputLimits.shards),
      of: s.whole(1, inputLimits.shards),
      wholeCells: s.maybe('Cells of all shards together', s.count),
    }),
  ),
})

export const testRun = s.record({ tool, command, startedAt: s.moment, machine, plan })

/** The host on which the cells were run, to interpret numbers and times. Nothing identifies it. */
export type Machine = s.Data<typeof machine>
/** The cells that a command plans to run; of a shard, its part. */
export type Plan = s.Data<typeof plan>
/** One `run` or `matrix` command: tool, arguments, host, start and plan. Its results are the cells. */
export type TestRun = s.Data<typeof testRun>
