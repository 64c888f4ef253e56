import { readFileSync, statSync } from 'node:fs'
import { messageOf, UsageError } from '../model/errors.ts'
import type { CellResult } from '../model/result.ts'
import { readResults } from '../results/results-folder.ts'
import { inPlanOrder, parseDocument, parseResults } from '../results/results-text.ts'

/** The results in a folder of --results, in its results.jsonl, or in a document of --json. Throws UsageError. */
export function storedResults(path: string): readonly CellResult[] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined)
    throw new UsageError(`wanted results, a folder of --results or a file of --json, but there is no ${path}`)
  if (found.isDirectory()) return inPlanOrder(readResults(path).cells).map(({ result }) => result)
  const text = readText(path)
  return parseDocument(text, path) ?? inPlanOrder(parseResults(text, path).cells).map(({ result }) => result)
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${messageOf(error)}`)
  }
}
