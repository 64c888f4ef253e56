import { jsonOf } from '../model/contract/json-of.ts'
import { type CellName, publicResult } from '../model/contract/result.ts'
import { parse } from '../model/contract/schema.ts'
import { currentSchema } from '../model/contract/schema-version.ts'
import type { TestRun } from '../model/contract/test-run.ts'
import { exitCode } from './exit-code.ts'
import type { Reporter } from './reporter.ts'

/** Writes one line of JSON per event as it happens, for programs that follow a test run. */
export function jsonl(
  write: (text: string) => void,
  { tool, command }: Pick<TestRun, 'tool' | 'command'>,
): Reporter {
  const event = (name: string, rest: object) => write(`${jsonOf({ event: name, ...rest })}\n`)
  return {
    name: 'jsonl',
    begin: ({ cells }) => event('begin', { schema: currentSchema, tool, command, cells }),
    cellStarted: cell => event('cell-started', named(cell)),
    phase: (cell, text) => event('phase', { ...named(cell), text }),
    cellEnded: result => event('cell-ended', { result: parse(publicResult, result) }),
    end(results, planned) {
      const isWhole = results.length >= planned
      event('end', { cells: results.length, ...(isWhole ? { exitCode: exitCode(results) } : {}) })
    },
  }
}

function named({ case: played, qemu: { label, path, version }, repeat }: CellName): object {
  return { case: played, qemu: { label, path, version }, ...(repeat === undefined ? {} : { repeat }) }
}
