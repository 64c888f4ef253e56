import { cellKey } from '../model/cell-key.ts'
import type { Kept } from '../model/kept.ts'
import type { CellResult } from '../model/result.ts'
import type { Round } from '../model/round.ts'
import { cellSection, type KeptMarkup, keptMarkup } from './page/cell-section.ts'
import { type PageAssets, pageDocument } from './page/document.ts'
import { gridTable } from './page/grid-table.ts'
import { type PastRound, pastOf } from './past.ts'
import type { Reporter } from './reporter.ts'

/** What the page is made of beside the results. */
export interface HtmlSettings {
  readonly round: Round
  /** What was kept of a cell; asked once, when it has ended. */
  kept(result: CellResult): Kept | null
  /** Earlier rounds, the oldest first. */
  readonly past: readonly PastRound[]
  readonly assets: PageAssets
}

/** One page that needs nothing beside itself, written at the end (docs/reports.md). */
export function html(write: (text: string) => void, { round, kept, past, assets }: HtmlSettings): Reporter {
  const keptOf: KeptMarkup[] = []
  return {
    name: 'html',
    cellEnded: result => keptOf.push(keptMarkup(result, kept(result), placeId(keptOf.length))),
    end(results) {
      const rounds = [...past, { startedAt: round.startedAt, results }]
      const pasts = results.map(result => (past.length === 0 ? null : pastOf(result, rounds)))
      const placeOf = (result: CellResult) => placeId(results.indexOf(result))
      const sections = results.map((result, index) =>
        cellSection(result, keptOf[index] ?? nothing, pasts[index] ?? null, {
          id: placeId(index),
          before: index > 0 ? placeId(index - 1) : null,
          next: index + 1 < results.length ? placeId(index + 1) : null,
          plays: results
            .filter(other => isSameCell(other, result))
            .map(result => ({ id: placeOf(result), result })),
        }),
      )
      const grid = gridTable(results, placeOf, result => pasts[results.indexOf(result)] ?? null)
      write(pageDocument(round, results, placeOf, grid, sections, assets))
    },
  }
}

const nothing: KeptMarkup = { chart: null, rest: null, trouble: null }

function isSameCell(one: CellResult, other: CellResult): boolean {
  return (
    cellKey(one) === cellKey(other) && one.qemu.version === other.qemu.version && one.start === other.start
  )
}

function placeId(index: number): string {
  return `cell-${index + 1}`
}
