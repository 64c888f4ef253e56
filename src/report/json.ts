import { resultsDocument } from '../model/contract/document.ts'
import { parse } from '../model/contract/schema.ts'
import { currentSchema } from '../model/contract/schema-version.ts'
import type { TestRun } from '../model/contract/test-run.ts'
import type { Reporter } from './reporter.ts'

/** Writes exactly one JSON document, at the end, and nothing else: the contract with scripts of others. */
export function json(
  write: (text: string) => void,
  { tool, command }: Pick<TestRun, 'tool' | 'command'>,
): Reporter {
  return {
    name: 'json',
    end(results, planned) {
      // Parsed, it has the fields of the contract, in its order, and no others.
      const document = parse(resultsDocument, { schema: currentSchema, tool, command, planned, results })
      write(jsonText(document))
    },
  }
}

/** A document as it is printed. */
export function jsonText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
