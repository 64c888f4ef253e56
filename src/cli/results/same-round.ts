import { playKey } from '../../model/contract/play-key.ts'
import type { Plan } from '../../model/contract/round.ts'
import { UsageError } from '../../model/errors.ts'
import { plainVersion } from '../../model/value/version.ts'
import type { Begun } from './round-folders.ts'

/** Throws UsageError when the round that is gone on with is none of that plan. */
export function compareRounds(
  { path, round, cells }: Begun,
  wanted: {
    readonly plan: Plan
    readonly plays: ReadonlyMap<string, number>
    /** By label. */
    readonly versions: ReadonlyMap<string, string>
  },
): void {
  const results = cells.map(({ result }) => result)
  const moved = results.find(({ qemu }) => {
    const now = wanted.versions.get(qemu.label)
    return now !== undefined && plainVersion(now) !== plainVersion(qemu.version)
  })
  if (moved !== undefined)
    throw new UsageError(
      `wanted to go on with the round in ${path}, but ${moved.qemu.label} was ${moved.qemu.version} then and is ${wanted.versions.get(moved.qemu.label)} now: begin another round`,
    )
  const strange = results.find(result => !wanted.plays.has(playKey(result)))
  const [one, other] = [planText(round.plan), planText(wanted.plan)]
  if (strange === undefined && one === other) return
  const came =
    strange === undefined
      ? `${one}, and this is ${other}`
      : `${strange.case} on ${strange.qemu.label} (${strange.accel}), which this command does not play`
  throw new UsageError(
    `wanted to go on with the round in ${path}, but it has ${came}: give the arguments it was begun with`,
  )
}

function planText({ cells, asDocumented, shard }: Plan): string {
  const part = shard === undefined ? '' : ` of shard ${shard.index}/${shard.of}`
  return `${cells} ${cells === 1 ? 'cell' : 'cells'}${part}${asDocumented ? ' --as-documented' : ''}`
}
