import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isAbandoned, ownerIn } from '../../cache/owner.ts'
import { UsageError } from '../../model/errors.ts'
import { BisectionFolder } from './bisection-folder.ts'

/** The folders of bisections that are in progress, or may be: another host's processes cannot be seen. */
export function liveBisections(folder: string): string[] {
  return namesIn(folder)
    .map(id => join(folder, id))
    .filter(path => new BisectionFolder(path).user !== null)
}

/** Removes the runs of killed bisections, and ends what they started. The bisections can still be resumed. */
export function reapBisections(folder: string): void {
  for (const id of namesIn(folder)) {
    const bisection = new BisectionFolder(join(folder, id))
    try {
      if (!id.startsWith('.')) {
        if (!bisection.isOver && bisection.user === null) bisection.reap()
      } else if (isAbandoned(ownerIn(id.slice(1)), bisection.path))
        rmSync(bisection.path, { recursive: true })
    } catch {
      // Another command does the same at the same time, or the files are another user's.
    }
  }
}

/** The bisections that ended with a report, the latest first. */
export function finishedBisections(folder: string): BisectionFolder[] {
  return latestFirst(folder).filter(bisection => existsSync(bisection.file('report.json')))
}

/** The bisection of that name; without a name the latest, or the latest that can be resumed. Throws UsageError. */
export function findBisection(
  folder: string,
  name: string | undefined,
  wanted: 'any' | 'unfinished',
): BisectionFolder {
  const all = latestFirst(folder)
  const found =
    name === undefined
      ? all.find(bisection => wanted === 'any' || !(bisection.isOver || bisection.user !== null))
      : all.find(({ id }) => id === name)
  if (found?.isOver && wanted === 'unfinished')
    throw new UsageError(
      `expected an unfinished bisection, but ${found.id} is over; its log and any report are in ${found.path}`,
    )
  if (found !== undefined) return found
  if (name !== undefined)
    throw new UsageError(
      `no bisection '${name}'; there ${all.length === 0 ? 'are none' : `are ${all.map(({ id }) => id).join(', ')}`}`,
    )
  throw new UsageError(
    `there is no ${wanted === 'any' ? '' : 'unfinished '}bisection; start one with chardev-fc bisect CASE`,
  )
}

function latestFirst(folder: string): BisectionFolder[] {
  const modified = (bisection: BisectionFolder) => statSync(bisection.file('log.jsonl')).mtimeMs
  return namesIn(folder)
    .map(id => new BisectionFolder(join(folder, id)))
    .filter(bisection => existsSync(bisection.file('log.jsonl')))
    .sort((a, b) => modified(b) - modified(a))
}

/** None if there is no such folder: `makeFolder` reports a file in its place. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
