import { jsonOf } from '../model/contract/json-of.ts'
import type { CellResult } from '../model/contract/result.ts'
import { escaped } from '../model/value/escaped.ts'
import { outcomeText, qemuText, repeatText } from './cell/cell-labels.ts'
import { isUnexpected } from './exit-code.ts'
import type { PlannedCell, Reporter } from './reporter.ts'

/**
 * TAP 14. A test point says whether a cell ended as its case documents: a documented failure is `ok`, an undocumented
 * pass is `not ok`. TODO is not used because its readers differ: Jenkins has a switch for it, prove takes `ok # TODO`
 * as a success, Meson and Automake as a failure. Inconclusive cells and cells that cannot run are `# SKIP`, which is
 * neither a success nor a failure.
 */
export function tap(write: (text: string) => void): Reporter {
  let count = 0
  return {
    name: 'tap',
    begin: () => write('TAP version 14\n'),
    cellEnded(result) {
      count += 1
      write(`${point(result, count)}${diagnostic(result)}`)
    },
    end(_, planned, left = []) {
      for (const cell of left) write(`# not run: ${plain(nameOf(cell))}\n`)
      if (count < planned) write(`Bail out! only ${count} of ${planned} cells were run\n`)
      else write(`1..${count}\n`)
    },
  }
}

function nameOf(cell: PlannedCell): string {
  return `${cell.case} on ${qemuText(cell)}${repeatText(cell)}`
}

function point(result: CellResult, number: number): string {
  const isBad = isUnexpected(result) || result.outcome === 'error'
  const name = `${nameOf(result)}: ${outcomeText(result)}`
  const isSkip = result.outcome === 'skip' || result.outcome === 'inconclusive'
  const reason = result.outcome === 'skip' ? result.because : `${result.outcome}: ${result.because}`
  return `${isBad ? 'not ok' : 'ok'} ${number} - ${plain(name)}${isSkip ? ` # SKIP ${plain(reason)}` : ''}\n`
}

/** YAML; JSON values are YAML values too. */
function diagnostic(result: CellResult): string {
  const { outcome, symptom, expected, because, numbers, seconds, dir, findings } = result
  const fields = Object.entries({
    message: escaped(because),
    outcome,
    symptom,
    expected,
    seconds,
    numbers,
    findings: findings.map(
      ({ name, outcome, because }) => `${escaped(name)}: ${outcome}, ${escaped(because)}`,
    ),
    qemu: escaped(result.qemu.path),
    dir: dir === undefined ? undefined : escaped(dir),
  })
  const lines = fields
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  ${name}: ${jsonOf(value)}\n`)
  return `  ---\n${lines.join('')}  ...\n`
}

/** A description or reason: one line in which `#` starts no directive. */
function plain(text: string): string {
  return escaped(text).replaceAll(/[\\#]/g, '\\$&')
}
