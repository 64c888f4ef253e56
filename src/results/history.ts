import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf, UsageError } from '../model/errors.ts'
import { readResults, resultsIn } from './results-folder.ts'
import type { Results } from './results-text.ts'

const unfinished = '.part'

/** Earlier test runs in a folder of folders, the oldest first. What cannot be read is told and left out. */
export function readPast(folder: string, leftOut: (why: string) => void): Results[] {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found === undefined) return []
  if (!found.isDirectory()) throw new UsageError(`--history: ${folder} is a file, not a folder`)
  const testRuns: Results[] = []
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name)
    if (name.endsWith(unfinished) || !existsSync(resultsIn(path))) continue
    try {
      testRuns.push(readResults(path))
    } catch (error) {
      leftOut(messageOf(error))
    }
  }
  return testRuns.toSorted((a, b) => Date.parse(a.testRun.startedAt) - Date.parse(b.testRun.startedAt))
}

/** Where a test run that the history may have already is written anew: none of the past until it takes its place. */
export function stagingFolder(folder: string): string {
  const path = `${folder}${unfinished}`
  // What a killed command left.
  rmSync(path, { recursive: true, force: true })
  return path
}

/** Puts a whole test run where an earlier telling of it may be. */
export function replaceFolder(beside: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  renameSync(beside, folder)
}
