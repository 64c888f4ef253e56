import { join } from 'node:path'
import { BuildCache } from '../../bisect/git/build-cache.ts'
import { ccacheEnvironment } from '../../bisect/git/ccache.ts'
import { gitSource } from '../../bisect/git/git-source.ts'
import { WorkTree } from '../../bisect/git/work-tree.ts'
import type { Settings } from '../../bisect/log.ts'
import { listSource } from '../../bisect/qemu-list.ts'
import type { Source } from '../../bisect/source.ts'
import { isProgram } from '../../cache/program.ts'
import type { CellQemu } from '../../model/contract/result.ts'
import { UsageError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { sizeBytes } from '../../model/value/units.ts'
import { probeQemu } from '../../qemu/binary/probe.ts'
import { paths } from '../paths.ts'
import type { BisectionFolder } from './bisection-folder.ts'

/** The source of a bisection's revisions. The work tree and built programs are in the cache, logs in the folder. */
export async function openSource(
  settings: Settings,
  folder: BisectionFolder,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Source> {
  const { origin } = settings
  if (origin.kind === 'list') {
    await checkVersions(origin.qemus, signal)
    return listSource(origin.qemus)
  }
  const cache = join(paths(process.env).cache, 'bisect')
  const tree = treeOf(origin.repo, folder)
  const ccache = await ccacheEnvironment(process.env['PATH'] ?? '', join(cache, 'ccache'))
  if (ccache !== null) onProgress('Builds use ccache')
  return gitSource(
    origin,
    {
      tree,
      cache: new BuildCache(join(cache, 'builds'), sizeBytes(settings.run.cacheSize)),
      logs: folder.file('builds'),
      env: ccache ?? {},
      onProgress,
    },
    signal,
  )
}

/**
 * Throws UsageError if a QEMU of the list was replaced since the bisection began: what it showed was another one's. One
 * that is gone may not be needed any more.
 */
async function checkVersions(qemus: readonly CellQemu[], signal: AbortSignal): Promise<void> {
  for (const { path, version } of qemus) {
    if (!(await isProgram(path))) continue
    const now = await probeQemu(path, paths(process.env).cache, signal)
    if (now.version !== version)
      throw new UsageError(
        `${path} was QEMU ${version} when the bisection began, and is ${now.version} now: put it back, or start another bisection`,
      )
  }
}

/** Removes the work tree, and git's entry for it. */
export async function dropSource(
  { origin }: Settings,
  folder: BisectionFolder,
  signal: AbortSignal,
): Promise<void> {
  if (origin.kind === 'git') await treeOf(origin.repo, folder).remove(signal)
}

function treeOf(repo: string, { id }: BisectionFolder): WorkTree {
  return new WorkTree(repo, join(paths(process.env).cache, 'bisect', 'trees', id))
}
