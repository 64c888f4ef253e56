import { Git } from '../../bisect/git/git.ts'
import { revisionsOf } from '../../bisect/git/git-range.ts'
import type { Origin } from '../../bisect/log.ts'
import { UsageError } from '../../model/errors.ts'

/**
 * The revisions of a bisection that these names mean: commits and ranges (`A..B`, gitrevisions(7)), or labels, versions
 * and paths of a list. Throws UsageError for a name of nothing between the ends.
 */
export async function namedRevisions(
  origin: Origin,
  names: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const between = await (origin.kind === 'git'
    ? revisionsOf(origin, signal).then(revisions => revisions.map(({ id }) => id))
    : origin.qemus.map(({ path }) => path))
  const found = await Promise.all(
    names.map(async name => {
      const meant = new Set(await idsOf(origin, name, signal))
      const ids = between.filter(id => meant.has(id))
      if (ids.length > 0) return ids
      throw new UsageError(`bisect skip: expected revisions between the ends of the bisection, got '${name}'`)
    }),
  )
  return [...new Set(found.flat())]
}

async function idsOf(origin: Origin, name: string, signal: AbortSignal): Promise<string[]> {
  if (origin.kind === 'list')
    return origin.qemus
      .filter(({ path, label, version }) => [path, label, version].includes(name))
      .map(({ path }) => path)
  const git = new Git(origin.repo)
  if (!name.includes('..')) return [await git.commit(name, 'bisect skip', signal)]
  const { code, stdout, message } = await git.ask(['rev-list', '--end-of-options', name], signal)
  if (code === 0) return stdout.split('\n')
  throw new UsageError(`bisect skip: expected a range of commits like A..B, got '${name}' (${message})`)
}
