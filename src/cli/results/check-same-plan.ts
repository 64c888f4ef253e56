import { playKey } from '../../model/contract/play-key.ts'
import type { Plan } from '../../model/contract/test-run.ts'
import { UsageError } from '../../model/errors.ts'
import { shortened } from '../../model/value/shortened.ts'
import { plainVersion } from '../../model/value/version.ts'
import { cellsText } from '../../report/cell/cell-labels.ts'
import type { ResumedTestRun } from './test-run-folders.ts'

/** Throws UsageError if the resumed test run has another plan, or a QEMU of another version. */
export function checkSamePlan(
  { path, testRun, cells }: ResumedTestRun,
  wanted: {
    readonly plan: Plan
    readonly plays: ReadonlyMap<string, number>
    /** By label. */
    readonly versions: ReadonlyMap<string, string>
  },
): void {
  const refused = (why: string) => new UsageError(`--resume: cannot continue the test run in ${path}: ${why}`)
  for (const { result } of cells) {
    const { qemu, accel } = result
    const now = wanted.versions.get(qemu.label)
    if (now !== undefined && plainVersion(now) !== plainVersion(qemu.version))
      throw refused(
        `${shortened(qemu.label)} was ${shortened(qemu.version)} then and is ${now} now; start a new test run`,
      )
    if (!wanted.plays.has(playKey(result)))
      throw refused(
        `it has ${shortened(result.case)} on ${shortened(qemu.label)} (${accel}), which this command does not run; use the same arguments as when it was started`,
      )
  }
  const [one, other] = [planText(testRun.plan), planText(wanted.plan)]
  if (one !== other)
    throw refused(`it has ${one}, and this is ${other}; use the same arguments as when it was started`)
}

function planText({ cells, asDocumented, shard }: Plan): string {
  const part = shard === undefined ? '' : ` of shard ${shard.index}/${shard.of}`
  return `${cellsText(cells)}${part}${asDocumented ? ' --as-documented' : ''}`
}
