import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { codeOf } from '../../cache/code-of.ts'
import { parseJournal } from '../../judge/journal-text.ts'
import { judgeCase } from '../../judge/verdict.ts'
import type { Case } from '../../model/case/case.ts'
import { type History, ofKind, type RunFact, runOf, startOf } from '../../model/contract/observation.ts'
import type { CellResult } from '../../model/contract/result.ts'
import { messageOf, UsageError } from '../../model/errors.ts'
import { shortened } from '../../model/value/shortened.ts'
import { caseOfRun } from '../../plan/catalogue.ts'
import { exitCode } from '../../report/exit-code.ts'
import { json } from '../../report/json.ts'
import { pretty } from '../../report/pretty.ts'
import { readJournal } from '../../results/evidence-folder.ts'
import { guestCommands } from '../../verbs/guest-commands.ts'
import { pauseText } from '../../verbs/pause.ts'
import type { Stage } from '../../verbs/stage.ts'
import { err, out } from '../terminal/output.ts'
import { tool } from '../tool.ts'

/** `chardev-fc judge RUN-DIR`: the verdict on a kept run, from its journal alone. Resolves with the exit code. */
export async function judge(
  directory: string,
  options: { readonly json?: true },
  command: readonly string[],
): Promise<number> {
  const path = join(directory, 'journal.jsonl')
  const history = parseJournal(journalIn(directory))
  const run = runOf(history)
  if (run === undefined) throw new UsageError(`${path} does not begin with the line of kind run`)
  refuseCaseInside(directory, run)
  const judged = await caseOfRun(run)
  if (judged.file?.sha256 !== run.file?.sha256) {
    err.print(`${judged.file?.path} has changed since this run; judging by the present file\n`)
  }
  await checkScript(judged, run, history)
  const result: CellResult = {
    case: run.case,
    ...(run.file === undefined ? {} : { file: run.file.path }),
    qemu: run.qemu,
    accel: run.accel,
    start: startOf(history),
    ...judgeCase(judged, history),
    seconds: Math.round((history.at(-1)?.at ?? 0) / 10) / 100,
    // Who has typed the folder and this command needs neither again.
    ...(options.json ? { dir: directory } : {}),
  }
  const report = options.json
    ? json(text => out.writeDocument(text), { tool, command })
    : pretty(text => out.print(text), out)
  report.cellEnded?.(result)
  report.end?.([result], 1)
  return exitCode([result])
}

/**
 * Throws UsageError if the case file is in this folder, or in its results folder: a case is code, and others may have
 * made the folder.
 */
function refuseCaseInside(directory: string, { file }: RunFact): void {
  if (file === undefined) return
  if (!isAbsolute(file.path))
    throw new UsageError(
      `expected a case file with an absolute path, got '${shortened(file.path)}': it is not loaded`,
    )
  if (!existsSync(file.path)) return
  const own = realpathSync(directory)
  const folder = basename(dirname(own)) === 'cells' ? dirname(dirname(own)) : own
  if (!realpathSync(file.path).startsWith(`${folder}/`)) return
  throw new UsageError(
    `the case file of this run is in its own folder, ${file.path}: it is not loaded from there`,
  )
}

function journalIn(directory: string): string {
  const wanted = 'expected a run directory, or the folder of a cell in a results folder'
  try {
    const text = readJournal(directory)
    if (text !== null) return text
  } catch (error) {
    throw new UsageError(`${wanted}, but ${whyUnread(directory, error)}`)
  }
  throw new UsageError(`${wanted}, but there is no journal.jsonl in ${directory}`)
}

function whyUnread(directory: string, error: unknown): string {
  if (codeOf(error) === 'ENOENT') return `there is no ${directory}`
  return codeOf(error) === 'ENOTDIR' ? `${directory} is not a folder` : messageOf(error)
}

/** Throws UsageError if the script of the case has changed since the run: its expectations may no longer fit. */
async function checkScript(judged: Case<Stage>, run: RunFact, history: History): Promise<void> {
  const ran = ofKind(history, 'job').flatMap(fact => (fact.event === 'started' ? [fact.command] : []))
  const scripts = await Promise.all([false, true].map(slow => guestCommands(judged, pauseText(slow))))
  const changes = scripts.map(now => ran.findIndex((command, index) => command !== now[index]))
  if (changes.includes(-1)) return
  const at = Math.max(...changes)
  const now = scripts[changes.indexOf(at)]?.[at] ?? 'nothing'
  throw new UsageError(
    `the script of ${shortened(run.case)} has changed since this run: the guest ran '${shortened(ran[at] ?? '')}' and would now run '${shortened(now)}'; ` +
      `judge it with ${shortened(run.tool)}, which ran it`,
  )
}
