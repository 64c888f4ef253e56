import { rmSync } from 'node:fs'
import type { Observation } from '../../model/contract/observation.ts'
import type { CellResult } from '../../model/contract/result.ts'
import { whyNot } from '../../plan/why-not.ts'
import { isUnexpected } from '../../report/exit-code.ts'
import type { Reporter } from '../../report/reporter.ts'
import type { Cell } from '../../run/cell.ts'
import { skipped } from '../../run/cell-result.ts'
import { pool } from '../../run/pool.ts'
import { type Played, playCell, type RunSettings } from '../../run/runner.ts'
import type { LiveProgress } from '../terminal/live-progress.ts'
import { progressText } from '../terminal/progress-lines.ts'

/** How cells are played, and how far. */
export interface PlaySettings extends Omit<RunSettings, 'observed'> {
  /** How many at a time. */
  readonly width: number
  /** How often a cell that proves nothing is played again. */
  readonly retries: number
  /** Begins no cell after the first that is unexpected, or a harness error. */
  readonly failFast: boolean
}

/** Who hears of it. */
export interface Listeners {
  readonly report: Required<Reporter>
  /** Of every play that came to its own end, also of one that is then played again. */
  keep(played: Played): void
  readonly live: LiveProgress | null
  readonly verbose: boolean
}

/** Plays the cells in this order, several at a time, until the end or until the person interrupts. */
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

/** Null when the person interrupted before there was anything to judge. */
async function playUntilConclusive(
  cell: Cell,
  settings: PlaySettings,
  listeners: Listeners,
): Promise<Played | null> {
  const { signal, retries } = settings
  const name = {
    case: cell.case.id,
    qemu: cell.qemu,
    ...(cell.repeat === undefined ? {} : { repeat: cell.repeat }),
  }
  listeners.report.cellStarted(name)
  const phase = (text: string) => listeners.report.phase(name, text)
  for (let again = 1; ; again++) {
    const observed = (_: Cell, observation: Observation) => {
      listeners.live?.observed(name, observation)
      const text = progressText(observation, listeners.verbose)
      if (text !== null) phase(text)
    }
    const played = await playOnce(cell, { ...settings, observed })
    // What the person cut short may be played again.
    if (played === null || signal.aborted) return played
    listeners.keep(played)
    const { result } = played
    if (result.outcome !== 'inconclusive' || again > retries) return played
    if (result.dir !== undefined && !settings.keep) rmSync(result.dir, { recursive: true, force: true })
    phase(`inconclusive, retry ${again} of ${retries}: ${result.because}`)
  }
}

async function playOnce(cell: Cell, settings: RunSettings): Promise<Played | null> {
  const why = whyNot(cell.case, cell.qemu)
  if (why !== null) return { result: skipped(cell, why), evidence: null }
  try {
    return await playCell(cell, settings)
  } catch (error) {
    if (!settings.signal.aborted) throw error
    return null
  }
}
