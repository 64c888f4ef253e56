import { UsageError } from '../model/errors.ts'
import { glob } from '../model/value/glob.ts'
import { nearest } from '../model/value/nearest.ts'

/** Shell patterns of case ids, such as `unix-*`. */
export interface Selection {
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
}

/**
 * The cases that match a pattern of `only` (all, if there is none) and none of `skip`, in their order. Throws UsageError
 * for a pattern that matches no case, as it is probably mistyped, and when no case is left.
 */
export function selected<Case extends { readonly id: string }>(
  cases: readonly Case[],
  { only = [], skip = [] }: Selection,
): Case[] {
  const ids = cases.map(({ id }) => id)
  for (const [option, patterns] of [['--only', only] as const, ['--skip', skip] as const]) {
    const unmatched = patterns.find(pattern => !ids.some(id => glob(pattern).test(id)))
    if (unmatched === undefined) continue
    const near = nearest(unmatched, ids)
    const hint = near === null ? 'chardev-fc list shows them' : `did you mean '${near}'?`
    throw new UsageError(`${option} '${unmatched}' matches none of ${ids.length} cases: ${hint}`)
  }
  const matches = (patterns: readonly string[], id: string) =>
    patterns.some(pattern => glob(pattern).test(id))
  const left = cases.filter(({ id }) => (only.length === 0 || matches(only, id)) && !matches(skip, id))
  if (left.length === 0) {
    const who = only.length === 0 ? '--skip leaves' : '--only and --skip together leave'
    throw new UsageError(`${who} no case to run`)
  }
  return left
}
