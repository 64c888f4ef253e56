import type { CellResult } from '../model/contract/result.ts'
import { onWords, outcomeWords, versionWords } from './cell/cell-words.ts'
import { escaped } from './escaped.ts'
import { isUnexpected } from './exit-code.ts'
import type { Reporter } from './reporter.ts'

/**
 * TAP 14. A test point says whether a cell ended as its case documents: a documented failure is `ok`, a pass in
 * its place is `not ok`. TODO would say the first too, but its readers differ (Jenkins has a switch for it, prove
 * takes `ok # TODO` for well, Meson and Automake for a failure). What proves nothing, and what could not be
 * played, is `# SKIP`: neither a success nor a failure.
 */
export function tap(write: (text: string) => void): Reporter {
  let told = 0
  return {
    name: 'tap',
    begin: () => write('TAP version 14\n'),
    cellEnded(result) {
      told += 1
      write(`${point(result, told)}${diagnostic(result)}`)
    },
    end(_, planned) {
      if (told < planned) write(`Bail out! only ${told} of ${planned} cells were run\n`)
      else write(`1..${told}\n`)
    },
  }
}

function point(result: CellResult, number: number): string {
  const isBad = isUnexpected(result) || result.outcome === 'error'
  const repeat = result.repeat === undefined ? '' : ` #${result.repeat}`
  const name = `${result.case} on QEMU ${versionWords(result)} (${onWords(result)})${repeat}: ${outcomeWords(result)}`
  const isSkip = result.outcome === 'skip' || result.outcome === 'inconclusive'
  const reason = result.outcome === 'skip' ? result.because : `${result.outcome}: ${result.because}`
  return `${isBad ? 'not ok' : 'ok'} ${number} - ${plain(name)}${isSkip ? ` # SKIP ${plain(reason)}` : ''}\n`
}

/** JSON values are YAML values too. */
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
    .map(([name, value]) => `  ${name}: ${JSON.stringify(value)}\n`)
  return `  ---\n${lines.join('')}  ...\n`
}

/** A description or reason: one line in which `#` begins no directive. */
function plain(text: string): string {
  return escaped(text).replaceAll(/[\\#]/g, '\\$&')
}
