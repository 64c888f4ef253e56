import type { CellResult } from '../model/contract/result.ts'
import { escaped } from '../model/value/escaped.ts'
import { qemuText, repeatText } from './cell/cell-labels.ts'
import type { Reporter } from './reporter.ts'

/** The slowest cells for the console, at the end: `  12.3 s  tls on QEMU 7.2.22 (debian-bookworm, tcg)`. */
export function slowest(write: (text: string) => void, count: number): Reporter {
  return {
    name: 'slowest cells',
    end(results) {
      const played = results.filter(({ outcome }) => outcome !== 'skip')
      const first = played.toSorted((a, b) => b.seconds - a.seconds).slice(0, count)
      if (first.length > 0) write(`Slowest:\n${first.map(lineOf).join('')}\n`)
    },
  }
}

function lineOf(result: CellResult): string {
  const seconds = `${result.seconds.toFixed(1)} s`.padStart(8)
  return `${seconds}  ${escaped(result.case)}${repeatText(result)} on ${qemuText(result)}\n`
}
