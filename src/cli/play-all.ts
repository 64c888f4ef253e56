import { rmSync } from 'node:fs'
import type { Observation } from '../model/observation.ts'
import type { CellResult } from '../model/result.ts'
import { whyNot } from '../plan/why-not.ts'
import { isUnexpected } from '../report/exit-code.ts'
import type { Reporter } from '../report/reporter.ts'
import type { Cell } from '../run/cell.ts'
import { pool } from '../run/pool.ts'
import { playCell, type RunSettings } from '../run/runner.ts'
import { skipped } from '../run/skipped.ts'
import type { Keeping } from './keeping.ts'
import type { LiveProgress } from './live-progress.ts'
import { told } from './told.ts'

/** How cells are played, and how far. */
export interface PlaySettings extends Omit<RunSettings, 'observed' | 'ended'> {
  /** How many at a time. */
  readonly width: number
  /** How often a cell that proves nothing is played again. */
  readonly retries: number
  /** Begins no cell after the first that is unexpected, or trouble of our own. */
  readonly failFast: boolean
}

/** Who hears of it. */
export interface Telling {
  readonly report: Required<Reporter>
  readonly keeping: Keeping
  readonly live: LiveProgress | null
  readonly verbose: boolean
}

/** Plays the cells in this order, several at a time, until the end or until the person interrupts. */
export async function playAll(
  cells: readonly Cell[],
  settings: PlaySettings,
  telling: Telling,
): Promise<ReadonlyMap<Cell, CellResult>> {
  const results = new Map<Cell, CellResult>()
  let isOver = false
  await pool(cells, settings.width, async cell => {
    if (settings.signal.aborted || isOver) return
    const result = await playUntilTelling(cell, settings, telling)
    if (result === null) return
    results.set(cell, result)
    telling.report.cellEnded(result)
    isOver ||= settings.failFast && (isUnexpected(result) || result.outcome === 'error')
  })
  return results
}

/** Null when the person interrupted before there was anything to judge. */
async function playUntilTelling(
  cell: Cell,
  settings: PlaySettings,
  telling: Telling,
): Promise<CellResult | null> {
  const { signal, retries } = settings
  const name = {
    case: cell.case.id,
    qemu: cell.qemu,
    ...(cell.repeat === undefined ? {} : { repeat: cell.repeat }),
  }
  telling.report.cellStarted(name)
  const phase = (text: string) => telling.report.phase(name, text)
  for (let again = 1; ; again++) {
    const observed = (_: Cell, observation: Observation) => {
      telling.live?.observed(name, observation)
      const text = told(observation, telling.verbose)
      if (text !== null) phase(text)
    }
    const result = await playOnce(cell, { ...settings, observed }, telling.keeping)
    if (result?.outcome !== 'inconclusive' || again > retries || signal.aborted) return result
    // Nobody will ask for it: it is not the last word.
    telling.keeping.kept(result)
    if (result.dir !== undefined && !settings.keep) rmSync(result.dir, { recursive: true, force: true })
    phase(`proves nothing, so it is played again (${again} of ${retries}): ${result.because}`)
  }
}

async function playOnce(cell: Cell, settings: RunSettings, keeping: Keeping): Promise<CellResult | null> {
  const why = whyNot(cell.case, cell.qemu)
  if (why !== null) {
    const result = skipped(cell, why)
    keeping.ended(result, null, true)
    return result
  }
  const { signal } = settings
  const ended = (result: CellResult, directory: string) => keeping.ended(result, directory, !signal.aborted)
  return playCell(cell, { ...settings, ended }).catch(error => {
    if (!signal.aborted) throw error
    return null
  })
}
