import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheParts } from '../../cache/cache-parts.ts'
import { codeOf } from '../../cache/code-of.ts'
import { diskUsage } from '../../cache/disk-usage.ts'
import { withWorkspace } from '../../cache/workspace.ts'
import { UsageError } from '../../model/errors.ts'
import { sizeText } from '../../model/value/units.ts'
import { liveRuns } from '../../run/reap.ts'
import { liveBisections } from '../bisect/bisections.ts'
import { snapshotLimit } from '../guest/snapshot-store.ts'
import { paths } from '../paths.ts'
import { out } from '../terminal/output.ts'

const nameWidth = Math.max(...Object.keys(cacheParts).map(name => name.length))

/** `chardev-fc cache list`: the size of each part. */
export async function list(): Promise<void> {
  const { cache } = paths(process.env)
  const names = await foldersOf(cache)
  const rows = await Promise.all(
    names.map(async name => ({ name, bytes: await diskUsage(join(cache, name)), holds: textOf(name) })),
  )
  const sum = rows.reduce((bytes, row) => bytes + row.bytes, 0)
  for (const { name, bytes, holds } of [...rows, { name: 'all', bytes: sum, holds: cache }])
    out.print(`${name.padEnd(nameWidth)}  ${sizeText(bytes).padStart(11)}  ${holds}\n`)
}

/** `chardev-fc cache clean [PART…]`. Throws UsageError for an unknown part, and while a run or bisection is in progress. */
export async function clean(
  named: readonly string[],
  { all = false }: { readonly all?: boolean },
): Promise<void> {
  const { cache, runs, bisections } = paths(process.env)
  const there = await foldersOf(cache)
  const known = [...new Set([...Object.keys(cacheParts), ...there])]
  for (const name of named) {
    if (!known.includes(name))
      throw new UsageError(`expected parts of the cache (${known.join(', ')}), got '${name}'`)
  }
  if (all && named.length > 0) throw new UsageError('expected either --all or parts of the cache, got both')
  const [run] = liveRuns(runs)
  if (run !== undefined) throw new UsageError(`a run uses the cache (${run}): wait until it has ended`)
  const [bisection] = liveBisections(bisections)
  if (bisection !== undefined)
    throw new UsageError(`a bisection uses the cache (${bisection}): wait until it has ended`)
  const usual = (name: string) => cacheParts[name]?.isRenewed === true
  const wanted = there.filter(name => (named.length > 0 ? named.includes(name) : all || usual(name)))
  const before = await diskUsage(cache)
  await withWorkspace(cache, async work => {
    // Moved away first, so that nobody finds half of a part. The workspace removes itself.
    for (const name of wanted) if (name !== 'tmp') await rename(join(cache, name), join(work, name))
  })
  out.print(`${sizeText(Math.max(0, before - (await diskUsage(cache))))} freed in ${cache}\n`)
}

function textOf(name: string): string {
  const holds = cacheParts[name]?.holds ?? 'not made by chardev-fc'
  return name === 'snapshots' ? `${holds} (at most ${sizeText(snapshotLimit())})` : holds
}

async function foldersOf(cache: string): Promise<string[]> {
  try {
    return (await readdir(cache)).sort()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}
