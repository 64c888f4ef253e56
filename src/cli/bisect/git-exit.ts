import type { CellResult } from '../../model/contract/result.ts'
import type { Symptom } from '../../model/contract/verdict.ts'
import type { Exit } from '../../report/exit-code.ts'

/** The exit codes of `git bisect run` (git-bisect(1)); 128 and above stop it. */
export const gitCodes = { good: 0, bad: 1, untestable: 125 } as const

/**
 * Whether the repeats of a cell are good or bad for `git bisect run`: bad if one is, good if all are. Without a wanted
 * symptom any failure is bad.
 */
export function gitExit(results: readonly CellResult[], wanted: Symptom | null): Exit {
  const exits = results.map(result => exitOf(result, wanted))
  const [first] = [gitCodes.bad, gitCodes.untestable, gitCodes.good].flatMap(
    one => exits.find(({ code }) => code === one) ?? [],
  )
  return first ?? { code: gitCodes.untestable, meaning: 'untestable: the case was not run' }
}

function exitOf({ outcome, symptom }: CellResult, wanted: Symptom | null): Exit {
  if (outcome === 'pass') return { code: gitCodes.good, meaning: 'good' }
  const isBad = outcome === 'fail' && (wanted === null || symptom === wanted)
  if (isBad) return { code: gitCodes.bad, meaning: `bad: ${symptom ?? 'failed'}` }
  const what = outcome === 'fail' ? `another failure (${symptom ?? 'no symptom'})` : outcome
  return { code: gitCodes.untestable, meaning: `untestable: ${what}` }
}
