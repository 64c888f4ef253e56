import { join } from 'node:path'
import { BuildCache } from '../../bisect/git/build-cache.ts'
import { ccacheEnvironment } from '../../bisect/git/ccache.ts'
import { gitSource } from '../../bisect/git/git-source.ts'
import { WorkTree } from '../../bisect/git/work-tree.ts'
import type { Order } from '../../bisect/hunt-log.ts'
import type { Source } from '../../bisect/source.ts'
import { listSource } from '../../bisect/versions/list-source.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { sizeBytes } from '../../model/value/units.ts'
import { paths } from '../paths.ts'
import type { HuntFolder } from './hunt-folder.ts'

/** Where the revisions of a hunt come from: work tree and built programs lie in the cache, logs in the hunt's folder. */
export async function openSource(
  order: Order,
  folder: HuntFolder,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Source> {
  const { origin } = order
  if (origin.kind === 'list') return listSource(origin.qemus)
  const cache = join(paths(process.env).cache, 'bisect')
  const tree = treeOf(origin.repo, folder)
  const path = process.env['PATH'] ?? ''
  const ccache = await ccacheEnvironment(path, join(cache, 'ccache'), tree.path)
  if (ccache !== null) onProgress('ccache is here: builds use it')
  return gitSource(
    origin,
    {
      tree,
      cache: new BuildCache(join(cache, 'builds'), sizeBytes(order.run.cacheSize)),
      logs: folder.file('builds'),
      env: ccache ?? {},
      onProgress,
      started: pid => folder.building(pid),
    },
    signal,
  )
}

/** Gives up what a hunt keeps to go on with: the work tree, and git's note of it. */
export async function dropSource({ origin }: Order, folder: HuntFolder, signal: AbortSignal): Promise<void> {
  if (origin.kind === 'git') await treeOf(origin.repo, folder).remove(signal)
}

function treeOf(repo: string, { id }: HuntFolder): WorkTree {
  return new WorkTree(repo, join(paths(process.env).cache, 'bisect', 'trees', id))
}
