import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '../../cache/code-of.ts'
import { makeFolder } from '../../cache/make-folder.ts'
import { replaceFile } from '../../cache/replace-file.ts'
import type { Case } from '../../model/case/case.ts'
import type { CellResult } from '../../model/contract/result.ts'
import { UsageError } from '../../model/errors.ts'
import { needsAttention } from '../../report/cell/cell-labels.ts'

/** The file in the state folder: JSON, a list of case ids and paths of case files. */
const file = 'last-failed.json'

/** The cases of the last test run that `rememberFailed` has kept. Throws UsageError if there was none. */
export function lastFailed(state: string): string[] {
  const path = join(state, file)
  try {
    const names: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (Array.isArray(names) && names.every(name => typeof name === 'string')) return names
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && !(error instanceof SyntaxError)) throw error
  }
  throw new UsageError('--last-failed: expected an earlier test run, but none is on record: run cases first')
}

/**
 * Keeps the cases of a test run that were not as expected, or have no verdict, for `--last-failed`. `unplayed`: those
 * that have no verdict, as the test run left them out.
 */
export function rememberFailed(
  state: string,
  results: readonly CellResult[],
  unplayed: readonly Case[],
): void {
  const names = new Set([
    ...results.filter(needsAttention).map(result => result.file ?? result.case),
    ...unplayed.map(one => one.file?.path ?? one.id),
  ])
  makeFolder(state)
  replaceFile(join(state, file), `${JSON.stringify([...names])}\n`)
}
