import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf, UsageError } from '../model/errors.ts'
import { readResults, resultsIn } from './results-folder.ts'
import type { Results } from './results-text.ts'

const unfinished = '.part'

/** The test runs in a history folder, oldest first. Skips unreadable ones and reports why to `leftOut`. */
export function readPast(folder: string, leftOut: (why: string) => void): Results[] {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found === undefined) return []
  if (!found.isDirectory()) throw new UsageError(`--history: ${folder} is a file, not a folder`)
  const testRuns: Results[] = []
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith(unfinished) || !existsSync(resultsIn(join(folder, name)))) continue
    try {
      testRuns.push(readResults(folder, name))
    } catch (error) {
      leftOut(messageOf(error))
    }
  }
  return testRuns.toSorted((a, b) => Date.parse(a.testRun.startedAt) - Date.parse(b.testRun.startedAt))
}

/** Where to write a test run that the history may already have. `readPast` ignores it until `replaceFolder`. */
export function stagingFolder(folder: string): string {
  const path = `${folder}${unfinished}`
  // A killed command may have left one.
  rmSync(path, { recursive: true, force: true })
  return path
}

/** Replaces a test run in the history, if any, with the staged one. */
export function replaceFolder(staging: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  renameSync(staging, folder)
}
