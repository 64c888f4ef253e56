import type { CellResult } from '../model/contract/result.ts'

/** The exit codes that results can lead to: part of the contract with scripts and CI of others. */
export type ResultCode = 0 | 1 | 2 | 69

/** What each code says, as text. */
const codeMeaning: Readonly<Record<ResultCode, string>> = {
  0: 'all as expected',
  1: 'something was not as expected',
  2: 'nothing unexpected; at least one result was inconclusive',
  69: 'harness error, not a verdict about QEMU',
}

/** How a command ends, and what that says, as text. */
export interface Exit {
  readonly code: number
  readonly meaning: string
}

/** The exit of a command that plays cases. */
export function usualExit(results: readonly CellResult[]): Exit {
  const code = exitCode(results)
  return { code, meaning: results.length === 0 ? 'nothing to run' : codeMeaning[code] }
}

/** The exit code of a command that ended with these results. A real surprise outweighs a harness error. */
export function exitCode(results: readonly CellResult[]): ResultCode {
  if (results.some(isUnexpected)) return 1
  if (results.some(({ outcome }) => outcome === 'error')) return 69
  if (results.some(({ outcome }) => outcome === 'inconclusive')) return 2
  return 0
}

/** Whether a result contradicts what its case documents. What proves nothing contradicts nothing. */
export function isUnexpected({ outcome, expected }: CellResult): boolean {
  return expected === false && (outcome === 'pass' || outcome === 'fail')
}
