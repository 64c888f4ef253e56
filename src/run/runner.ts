import { judgeCase } from '../judge/verdict.ts'
import type { Case } from '../model/case/case.ts'
import { errorInFile } from '../model/case/case-file.ts'
import type { Evidence } from '../model/contract/evidence.ts'
import { type Limits, type Observation, startOf } from '../model/contract/observation.ts'
import type { CellResult } from '../model/contract/result.ts'
import { currentSchema } from '../model/contract/schema-version.ts'
import { InfraError } from '../model/errors.ts'
import { usualLimits } from '../model/limits.ts'
import { perturbed, shellVariables } from '../qemu/perturbation.ts'
import { reproduction } from '../reproduce/reproduction.ts'
import { reproductionScript } from '../reproduce/reproduction-script.ts'
import type { Cell } from './cell.ts'
import { resultOf } from './cell-result.ts'
import { Journal } from './journal.ts'
import { Lease } from './lease.ts'
import { RunDirectory } from './run-directory.ts'
import { playScript } from './stage/play-script.ts'
import { prepareHosts } from './start/prepare-hosts.ts'
import type { Snapshots } from './start/snapshots.ts'
import { startGuest } from './start/start-guest.ts'

/** Settings for all cells of a test run. */
export interface RunSettings {
  readonly tool: string
  /** The folder of the run directories. */
  readonly runs: string
  /** Also keeps the run directories of expected outcomes. */
  readonly keep: boolean
  /** The snapshots to start guests from; without, each guest boots. */
  readonly snapshots?: Snapshots | null
  readonly signal: AbortSignal
  /** Called for every observation. */
  observed(cell: Cell, observation: Observation): void
}

/** A finished cell. */
export interface Played {
  readonly result: CellResult
  /** Null if the cell was skipped. */
  readonly evidence: Evidence | null
}

/**
 * Runs one cell: starts the guest, plays the script, judges the journal. Everything it started has ended when it
 * resolves. A harness error becomes the outcome `error`; an interrupt during the set-up rejects.
 */
export async function playCell(cell: Cell, settings: RunSettings): Promise<Played> {
  const began = performance.now()
  using directory = new RunDirectory(settings.runs, cell.case.id)
  using journal = new Journal(directory.file('journal.jsonl'))
  journal.watch(observation => settings.observed(cell, observation))
  try {
    await observe(cell, settings, directory, journal)
  } catch (error) {
    if (settings.signal.aborted) throw settings.signal.reason
    journal.append({ kind: 'cut', by: 'trouble', why: harnessErrorText(error, cell.case) })
  }
  const verdict = judgeCase(cell.case, journal.history)
  directory.write('verdict.json', `${JSON.stringify(verdict, null, 2)}\n`)
  const kept = settings.keep || (verdict.expected !== true && !settings.signal.aborted)
  if (kept) directory.keep()
  const seconds = (performance.now() - began) / 1000
  return {
    result: resultOf(cell, {
      start: startOf(journal.history),
      ...verdict,
      seconds: Math.round(seconds * 100) / 100,
      ...(kept ? { dir: directory.path } : {}),
    }),
    evidence: { history: journal.history, ...directory.texts },
  }
}

async function writeReproductions(cell: Cell, { tool }: RunSettings, directory: RunDirectory): Promise<void> {
  const { guest } = cell
  const names = { ...cell, qemu: cell.qemu.path, target: cell.qemu, asDocumented: cell.asDocumented === true }
  directory.writeText('reproduction', await reproduction(cell.case, names))
  if (guest.kind === 'disk') return
  directory.writeText('script', await reproductionScript(cell.case, { ...names, guest }, tool))
}

async function observe(
  cell: Cell,
  settings: RunSettings,
  directory: RunDirectory,
  journal: Journal,
): Promise<void> {
  const limits: Limits = { ...usualLimits, overallMs: cell.overallMs }
  journal.append({
    kind: 'run',
    schema: currentSchema,
    tool: settings.tool,
    case: cell.case.id,
    title: cell.case.title,
    ...(cell.case.file === undefined ? {} : { file: cell.case.file }),
    startedAt: new Date().toISOString(),
    qemu: { label: cell.qemu.label, path: cell.qemu.path, version: cell.qemu.version },
    accel: cell.accel,
    variables: shellVariables(perturbed(process.env)),
    start: settings.snapshots ? 'warm' : 'cold',
    chardev: cell.case.chardev.name,
    frontend: cell.case.frontend.name,
    limits,
  })
  await writeReproductions(cell, settings, directory)
  await using lease = new Lease()
  const { signal } = settings
  const hosts = await prepareHosts({ cell, directory, lease })
  const { chardev, terminal } = hosts
  const context = { cell, directory, journal, lease, limits, chardev, terminal, signal }
  const guest = await startGuest(context, settings.snapshots ?? null)
  await playScript({ ...context, guest, hosts })
}

/** The reason of a harness error or of an error in the user's own case. Rethrows anything else, which is a bug. */
function harnessErrorText(error: unknown, { file }: Case): string {
  if (error instanceof InfraError) return error.message
  const inFile = file === undefined ? null : errorInFile(file.path, error)
  if (inFile === null) throw error
  return inFile
}
