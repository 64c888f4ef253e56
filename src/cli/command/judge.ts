import { join } from 'node:path'
import { parseJournal } from '../../judge/journal-text.ts'
import { judgeCase } from '../../judge/verdict.ts'
import { runOf, startOf } from '../../model/contract/observation.ts'
import type { CellResult } from '../../model/contract/result.ts'
import { messageOf, UsageError } from '../../model/errors.ts'
import { caseOfRun } from '../../plan/catalogue.ts'
import { exitCode } from '../../report/exit-code.ts'
import { json } from '../../report/json.ts'
import { pretty } from '../../report/pretty.ts'
import { readJournal } from '../../results/evidence-folder.ts'
import { checkScript } from '../play/same-script.ts'
import { colourOn } from '../terminal/colour.ts'
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
  const played = await caseOfRun(run)
  if (played.file?.sha256 !== run.file?.sha256) {
    process.stderr.write(`${played.file?.path} has changed since this run; judging by the present file\n`)
  }
  await checkScript(played, run, history)
  const result: CellResult = {
    case: run.case,
    ...(run.file === undefined ? {} : { file: run.file.path }),
    qemu: run.qemu,
    accel: run.accel,
    start: startOf(history),
    ...judgeCase(played, history),
    seconds: Math.round((history.at(-1)?.at ?? 0) / 10) / 100,
    dir: directory,
  }
  const { stdout } = process
  const write = (text: string) => stdout.write(text)
  const report = options.json ? json(write, { tool, command }) : pretty(write, { colour: colourOn(stdout) })
  report.cellEnded?.(result)
  report.end?.([result], 1)
  return exitCode([result])
}

function journalIn(directory: string): string {
  try {
    return readJournal(directory)
  } catch (error) {
    const why = messageOf(error)
    throw new UsageError(
      `expected a run directory with a journal, or the folder of a cell in a results folder: ${why}`,
    )
  }
}
