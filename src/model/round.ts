import { count, type Data, listOf, means, moment, optional, positive, record, text, truth } from './schema.ts'

export const tool = means('Name and version: chardev-fc 0.2.0', text)
export const command = means('The arguments', listOf(text))

const machine = record({
  os: means('Linux 6.1.0-28-amd64', text),
  arch: means('As Node calls it: x64', text),
  cpus: means('Logical CPUs', positive),
  memoryBytes: count,
  node: text,
})

const plan = record({
  cells: means('How many cells were to be played, each repeat counted; of a shard its part', count),
  asDocumented: optional(means('With --as-documented: pauses of whole seconds', truth)),
  shard: optional(
    record({
      index: positive,
      of: positive,
      wholeCells: optional(means('Cells of all shards together', count)),
    }),
  ),
})

export const round = record({ tool, command, startedAt: moment, machine, plan })

/** Facts of the host that cells were played on: what numbers and times are to be read by. Nothing that names it. */
export type Machine = Data<typeof machine>
/** What a command set out to play; of a shard, its own part. */
export type Plan = Data<typeof plan>
/** One `run` or `matrix` command: who played what, where, when. The cells it plays are its results. */
export type Round = Data<typeof round>
