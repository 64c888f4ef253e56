import type { Round } from '../model/round.ts'
import type { Reporter } from './reporter.ts'
import { resultRecord } from './result-record.ts'

/** Writes exactly one JSON document, at the end, and nothing else: the contract with scripts of others. */
export function json(
  write: (text: string) => void,
  { tool, command }: Pick<Round, 'tool' | 'command'>,
): Reporter {
  let planned = 0
  return {
    name: 'json',
    begin({ cells }) {
      planned = cells
    },
    end(results) {
      const document = { schema: 1, tool, command, planned, results: results.map(resultRecord) }
      write(`${JSON.stringify(document, null, 2)}\n`)
    },
  }
}
