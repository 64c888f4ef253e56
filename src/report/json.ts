import { resultsDocument } from '../model/contract/document.ts'
import { jsonOf } from '../model/contract/json-of.ts'
import { parse } from '../model/contract/schema.ts'
import { currentSchema } from '../model/contract/schema-version.ts'
import type { TestRun } from '../model/contract/test-run.ts'
import type { Reporter } from './reporter.ts'

/** Writes exactly one JSON document at the end: scripts depend on it. */
export function json(
  write: (text: string) => void,
  { tool, command }: Pick<TestRun, 'tool' | 'command'>,
): Reporter {
  return {
    name: 'json',
    end(results, planned) {
      // Parsing leaves the fields of the schema, in its order.
      const document = parse(resultsDocument, { schema: currentSchema, tool, command, planned, results })
      write(jsonText(document))
    },
  }
}

export function jsonText(document: object): string {
  return `${jsonOf(document, 2)}\n`
}
