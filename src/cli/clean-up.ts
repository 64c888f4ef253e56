import { sweepWorkspaces } from '../cache/workspace.ts'
import type { OnProgress } from '../model/progress-event.ts'
import { reap } from '../run/reap.ts'
import { reapBisections } from './bisect/bisections.ts'
import { paths } from './paths.ts'

/** Cleans up after killed commands: ends what they have started, and removes what they have left. */
export async function cleanUp(onProgress: OnProgress): Promise<void> {
  const { cache, runs, bisections } = paths(process.env)
  for (const path of reap(runs)) onProgress(`Cleaned up after a killed run: ${path}`)
  reapBisections(bisections)
  await sweepWorkspaces(cache)
}
