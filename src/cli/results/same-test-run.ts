import { playKey } from '../../model/contract/play-key.ts'
import type { Plan } from '../../model/contract/test-run.ts'
import { UsageError } from '../../model/errors.ts'
import { plainVersion } from '../../model/value/version.ts'
import type { Begun } from './test-run-folders.ts'

/** Throws UsageError when the test run that is gone on with is none of that plan. */
export function checkSameTestRun(
  { path, testRun, cells }: Begun,
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
      `--resume: cannot continue the test run in ${path}: ${moved.qemu.label} was ${moved.qemu.version} then and is ${wanted.versions.get(moved.qemu.label)} now: begin another test run`,
    )
  const strange = results.find(result => !wanted.plays.has(playKey(result)))
  const [one, other] = [planText(testRun.plan), planText(wanted.plan)]
  if (strange === undefined && one === other) return
  const came =
    strange === undefined
      ? `${one}, and this is ${other}`
      : `${strange.case} on ${strange.qemu.label} (${strange.accel}), which this command does not play`
  throw new UsageError(
    `--resume: cannot continue the test run in ${path}: it has ${came}; use the same arguments as when it was started`,
  )
}

function planText({ cells, asDocumented, shard }: Plan): string {
  const part = shard === undefined ? '' : ` of shard ${shard.index}/${shard.of}`
  return `${cells} ${cells === 1 ? 'cell' : 'cells'}${part}${asDocumented ? ' --as-documented' : ''}`
}
