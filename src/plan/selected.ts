import { UsageError } from '../model/errors.ts'
import { glob } from '../model/value/glob.ts'
import { nearest } from '../model/value/nearest.ts'

/** Patterns of case ids, as a shell's: `unix-*`. */
export interface Selection {
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
}

/**
 * The cases that one of `only` means (all, where there is none) and none of `skip`, in their order. Throws UsageError
 * for a pattern that means no case, for it was probably mistyped, and when nothing is left.
 */
export function selected<Case extends { readonly id: string }>(
  cases: readonly Case[],
  { only = [], skip = [] }: Selection,
): Case[] {
  const ids = cases.map(({ id }) => id)
  for (const [option, patterns] of [['--only', only] as const, ['--skip', skip] as const]) {
    const idle = patterns.find(pattern => !ids.some(id => glob(pattern).test(id)))
    if (idle === undefined) continue
    const near = nearest(idle, ids)
    const hint = near === null ? 'chardev-fc list shows them' : `did you mean '${near}'?`
    throw new UsageError(`${option} '${idle}' matches none of ${ids.length} cases: ${hint}`)
  }
  const isOneOf = (patterns: readonly string[], id: string) =>
    patterns.some(pattern => glob(pattern).test(id))
  const left = cases.filter(({ id }) => (only.length === 0 || isOneOf(only, id)) && !isOneOf(skip, id))
  if (left.length === 0) throw new UsageError('--only and --skip together leave no case to run')
  return left
}
