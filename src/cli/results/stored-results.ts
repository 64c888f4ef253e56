import { readFileSync, statSync } from 'node:fs'
import { messageOf, UsageError } from '../../model/errors.ts'
import { readResults } from '../../results/results-folder.ts'
import {
  inPlanOrder,
  parseDocument,
  parseResults,
  type Results,
  type StoredResults,
} from '../../results/results-text.ts'

/** The results in a folder of --results, in its results.jsonl, or in a document of --json. Throws UsageError. */
export function storedResults(path: string): StoredResults {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined)
    throw new UsageError(`expected a results folder or a file of --json, but ${path} does not exist`)
  if (found.isDirectory()) return told(readResults(path))
  const text = readText(path)
  return parseDocument(text, path) ?? told(parseResults(text, path))
}

function told({ schema, cells }: Results): StoredResults {
  return { schema, results: inPlanOrder(cells).map(({ result }) => result) }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${messageOf(error)}`)
  }
}
