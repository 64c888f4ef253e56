import type { Case } from '../../model/case/case.ts'
import type { CellResult } from '../../model/contract/result.ts'
import { UsageError } from '../../model/errors.ts'
import { allCases, casesNamed } from '../../plan/catalogue.ts'
import { selected } from '../../plan/selected.ts'
import { usualExit } from '../../report/exit-code.ts'
import type { GuestOptions } from '../option/guest-options.ts'
import type { RunOptions } from '../option/run-options.ts'
import { paths } from '../paths.ts'
import type { ConsoleSettings } from '../terminal/console-reporters.ts'
import { lastFailed, rememberFailed } from './last-failed.ts'
import { play } from './play.ts'

/** Runs the cases that a user chose, all by default. Resolves with the exit code. Throws UsageError. */
export async function playChosen(
  ids: readonly string[],
  options: GuestOptions & RunOptions,
  command: readonly string[],
  console: ConsoleSettings,
): Promise<number> {
  const { state } = paths(process.env)
  const chosen = await chosenCases(ids, options, state)
  const cases = chosen.length === 0 ? chosen : selected(chosen, options)
  const { exit = usualExit } = console
  const results = await play({
    ...{ cases, options, command, console },
    ...(options.lastFailed ? { again: withCases(command, cases) } : {}),
    ended: (results, unplayed) =>
      rememberFailed(
        state,
        results,
        options.lastFailed ? [...unplayed, ...without(results, chosen)] : unplayed,
      ),
  })
  return exit(results).code
}

/** The cases of which there is no result: --only, --skip or --shard left them out. */
function without(results: readonly CellResult[], cases: readonly Case[]): Case[] {
  return cases.filter(({ id, file }) => !results.some(one => one.case === id && one.file === file?.path))
}

/** The command with these cases instead of --last-failed, which chooses others after each test run, and of what selects among them. */
function withCases(command: readonly string[], cases: readonly Case[]): string[] {
  const selects = ['--only', '--skip']
  const words = command.filter(
    (word, index) =>
      word !== '--last-failed' &&
      !selects.includes(word) &&
      !selects.includes(command[index - 1] ?? '') &&
      !selects.some(option => word.startsWith(`${option}=`)),
  )
  return [...words, ...cases.map(({ id, file }) => file?.path ?? id)]
}

async function chosenCases(ids: readonly string[], options: RunOptions, state: string): Promise<Case[]> {
  const given = [
    ...(ids.length > 0 ? ['case ids'] : []),
    ...(options.all ? ['--all'] : []),
    ...(options.lastFailed ? ['--last-failed'] : []),
  ]
  if (given.length > 1)
    throw new UsageError(`${given.join(' and ')} cannot be combined: leave out all but one`)
  if (options.lastFailed) return casesNamed(lastFailed(state))
  return ids.length > 0 ? casesNamed(ids) : allCases()
}
