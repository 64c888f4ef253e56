import { rmSync } from 'node:fs'
import type { Observation } from '../../model/contract/observation.ts'
import type { CellResult } from '../../model/contract/result.ts'
import { whyNot } from '../../plan/why-not.ts'
import { isUnexpected } from '../../report/exit-code.ts'
import type { PlannedCell, Reporter } from '../../report/reporter.ts'
import type { Cell } from '../../run/cell.ts'
import { skipped } from '../../run/cell-result.ts'
import { pool } from '../../run/pool.ts'
import { type Played, playCell, type RunSettings } from '../../run/runner.ts'
import type { LiveProgress } from '../terminal/live-progress.ts'
import { progressText } from '../terminal/progress-lines.ts'

/** How cells are run. */
export interface PlaySettings extends Omit<RunSettings, 'observed'> {
  /** The number of cells that run at a time. */
  readonly width: number
  /** How often an inconclusive cell is run again. */
  readonly retries: number
  /** Start no cell after an unexpected result or a harness error. */
  readonly failFast: boolean
}

export interface Listeners {
  readonly report: Required<Reporter>
  /** Called with every run that was not interrupted, also with one that is retried. */
  store(played: Played): void
  readonly live: LiveProgress | null
  readonly verbose: boolean
}

/** Runs the cells in this order, several at a time, until the end or until the user interrupts. */
export async function playAll(
  cells: readonly Cell[],
  settings: PlaySettings,
  listeners: Listeners,
): Promise<ReadonlyMap<Cell, CellResult>> {
  const results = new Map<Cell, CellResult>()
  let isOver = false
  await pool(cells, settings.width, async cell => {
    if (settings.signal.aborted || isOver) return
    const played = await playUntilConclusive(cell, settings, listeners)
    if (played === null) return
    const { result, evidence } = played
    results.set(cell, result)
    listeners.report.cellEnded(result, evidence)
    isOver ||= settings.failFast && (isUnexpected(result) || result.outcome === 'error')
  })
  return results
}

/** The cell as reporters get it. */
export function plannedCell({ case: { id }, qemu, accel, repeat }: Cell): PlannedCell {
  return { case: id, qemu, accel, ...(repeat === undefined ? {} : { repeat }) }
}

/** Null if the user interrupted before there was anything to judge. */
async function playUntilConclusive(
  cell: Cell,
  settings: PlaySettings,
  listeners: Listeners,
): Promise<Played | null> {
  const { signal, retries } = settings
  const name = plannedCell(cell)
  listeners.report.cellStarted(name)
  const phase = (text: string) => listeners.report.phase(name, text)
  for (let again = 1; ; again++) {
    const observed = (_: Cell, observation: Observation) => {
      listeners.live?.observed(name, observation)
      const text = progressText(observation, listeners.verbose)
      if (text !== null) phase(text)
    }
    const played = await playOnce(cell, { ...settings, observed })
    // A run that the user interrupted is not stored: --resume repeats it.
    if (played === null || signal.aborted) return played
    listeners.store(played)
    const { result } = played
    if (result.outcome !== 'inconclusive' || again > retries) return played
    if (result.dir !== undefined && !settings.keep) rmSync(result.dir, { recursive: true, force: true })
    phase(`inconclusive, retry ${again} of ${retries}: ${result.because}`)
  }
}

async function playOnce(cell: Cell, settings: RunSettings): Promise<Played | null> {
  const why = whyNot(cell.case, cell.qemu, cell.guest)
  if (why !== null) return { result: skipped(cell, why), evidence: null }
  try {
    return await playCell(cell, settings)
  } catch (error) {
    if (!settings.signal.aborted) throw error
    return null
  }
}
