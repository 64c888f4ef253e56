import { statSync } from 'node:fs'
import { readNamed } from '../../cache/inside.ts'
import { messageOf, UsageError } from '../../model/errors.ts'
import { inputLimits } from '../../model/input-limits.ts'
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
  if (found.isDirectory()) return ordered(readResults(path))
  let text: string
  try {
    text = readNamed(path, inputLimits.fileBytes).toString()
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${messageOf(error)}`)
  }
  return parseDocument(text, path) ?? ordered(parseResults(text, path))
}

function ordered({ schema, cells }: Results): StoredResults {
  return { schema, results: inPlanOrder(cells).map(({ result }) => result) }
}
