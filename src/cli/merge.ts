import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { StoredCell } from '../model/document.ts'
import { InfraError, UsageError } from '../model/errors.ts'
import { playKey } from '../model/play-key.ts'
import type { CellResult } from '../model/result.ts'
import type { Round } from '../model/round.ts'
import { exitCode, usualExit } from '../report/exit-code.ts'
import { multiplexer } from '../report/multiplexer.ts'
import { type Merged, merged } from '../results/merged.ts'
import { readPast, readResults } from '../results/results-folder.ts'
import { countOf } from './count.ts'
import type { MergeFlags } from './guest-options.ts'
import { Keeping } from './keeping.ts'
import { forPeople } from './people.ts'
import { reportTargets } from './report-targets.ts'
import { openReports, roundKinds } from './reports.ts'
import { sayOn } from './say-on.ts'
import { tool } from './tool.ts'

/**
 * `chardev-fc merge DIR…`: joins the results of shards, and tells them as if they had been played here. Resolves with the
 * exit code that they lead to. Throws InfraError where cells are missing: what was not played is not as expected.
 */
export function merge(folders: readonly string[], options: MergeFlags, command: readonly string[]): number {
  const wanted = options.parts === undefined ? folders.length : countOf(options.parts, 1, 'folders (--parts)')
  const parts = folders.map(path => ({ path, results: readResults(path) }))
  const { round: facts, cells, lacks } = merged(parts, wanted)
  for (const { from, cell } of cells) {
    if (cell.files !== null && !existsSync(join(from, cell.files)))
      throw new UsageError(
        `wanted a folder with results, but ${join(from, cell.files)} is missing: was ${from} copied whole?`,
      )
  }
  const startedAt = options.history === undefined ? null : toldBefore(options.history, cells)
  const round: Round = { tool, command, ...facts, ...(startedAt === null ? {} : { startedAt }) }
  const targets = reportTargets(roundKinds, options.report, options.json)
  const isPage = targets.some(({ kind }) => kind === 'html')
  using keeping = new Keeping({ ...options, again: true }, isPage, sayOn(process.stderr), round.startedAt)
  const reports = openReports(targets, process.env['GITHUB_STEP_SUMMARY'])
  keeping.begin(round, new Map(cells.map(({ cell }, index) => [playKey(cell.result), index + 1])))
  const asked = reports({ round, kept: result => keeping.kept(result), past: keeping.past })
  const exit = (results: readonly CellResult[]) =>
    lacks.length > 0 && exitCode(results) !== 1
      ? { code: 69, meaning: 'not all of the plan was played' }
      : usualExit(results)
  const report = multiplexer([...forPeople({ hasGrid: true, each: false, exit })(targets), ...asked])
  report.begin({ cells: round.plan.cells })
  for (const { from, cell } of cells) {
    const { result, files, endedAt } = cell
    keeping.ended(result, files === null ? null : join(from, files), true, new Date(endedAt))
    report.cellEnded(result)
  }
  const results = cells.map(({ cell }) => cell.result)
  report.end(results)
  keeping.check()
  keeping.finish()
  const code = exitCode(results)
  if (lacks.length > 0 && code !== 1)
    throw new InfraError(`not all of the plan was played, so this is no verdict on it: ${lacks.join('; ')}`)
  return code
}

/**
 * When the round that these cells are of began, if the history has it: of shards that were run again some are as they
 * were, and the earliest may be none of them. Wall clock, ISO 8601.
 */
function toldBefore(history: string, cells: Merged['cells']): string | null {
  const plays = new Set(cells.map(({ cell }) => momentOf(cell)))
  const rounds = readPast(history, () => undefined) // what cannot be read is told when the history is opened
  const same = rounds.find(({ cells }) => cells.some(cell => plays.has(momentOf(cell))))
  return same?.round.startedAt ?? null
}

function momentOf({ endedAt, result }: StoredCell): string {
  return `${endedAt} ${playKey(result)}`
}
