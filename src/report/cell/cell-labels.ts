import type picocolors from 'picocolors'
import type { CellName, CellResult } from '../../model/contract/result.ts'
import type { Finding, Outcome, Verdict } from '../../model/contract/verdict.ts'
import { escaped } from '../../model/value/escaped.ts'
import { plural } from '../../model/value/plural.ts'
import { plainVersion } from '../../model/value/version.ts'
import { isUnexpected } from '../exit-code.ts'

/** The sign of each outcome. */
export const marks: Readonly<Record<Outcome, string>> = {
  pass: '✔',
  fail: '✖',
  inconclusive: '?',
  skip: '-',
  error: '!',
}

/** The sign of a failure as documented, which is no alarm. */
export const documentedMark = '='

/** The sign of a result. */
export function markOf(result: CellResult): string {
  return result.outcome === 'fail' && !isUnexpected(result) ? documentedMark : marks[result.outcome]
}

/** Whether a finding is the failure that the case documents. */
export function isDocumented(
  { outcome, symptom }: Finding,
  verdict: Pick<Verdict, 'symptom' | 'expected'>,
): boolean {
  return (
    outcome === 'fail' && symptom !== undefined && verdict.expected === true && symptom === verdict.symptom
  )
}

/** Whether a report lists the result at its top. */
export function needsAttention(result: CellResult): boolean {
  return isUnexpected(result) || result.outcome === 'error' || result.outcome === 'inconclusive'
}

/** The colour of a result on a terminal. A documented failure is neither an alarm nor a success. */
export function painter(
  result: CellResult,
  colours: ReturnType<typeof picocolors.createColors>,
): (text: string) => string {
  if (isUnexpected(result)) return text => colours.bold(colours.red(text))
  if (result.outcome === 'error') return colours.red
  if (result.outcome === 'skip') return colours.dim
  if (result.outcome === 'fail') return colours.cyan
  return result.outcome === 'inconclusive' ? colours.yellow : colours.green
}

/** `7.2.22` */
export function versionText({ qemu }: Pick<CellResult, 'qemu'>): string {
  return escaped(plainVersion(qemu.version) ?? qemu.version)
}

/** `debian-bookworm, tcg`: label and accelerator; leaves out a label that repeats the path or the version. */
export function targetText({ qemu, accel }: Pick<CellResult, 'qemu' | 'accel'>): string {
  const saysMore = qemu.label !== qemu.path && !qemu.version.startsWith(qemu.label)
  return [...(saysMore ? [escaped(qemu.label)] : []), accel].join(', ')
}

/** `QEMU 7.2.22 (debian-bookworm, tcg)` */
export function qemuText(result: Pick<CellResult, 'qemu' | 'accel'>): string {
  return `QEMU ${versionText(result)} (${targetText(result)})`
}

/** ` #2`, the number of a repeat; empty for a cell that is run once. */
export function repeatText({ repeat }: Pick<CellName, 'repeat'>): string {
  return repeat === undefined ? '' : ` #${repeat}`
}

/** `1 cell`, `184 cells` */
export function cellsText(count: number): string {
  return plural(count, 'cell')
}

/** `184 cells, nothing unexpected`, `148 of 184 cells (the rest was not run), 1 unexpected` */
export function summaryText(results: readonly CellResult[], planned: number): string {
  const count = results.length
  const cells =
    count < planned ? `${count} of ${cellsText(planned)} (the rest was not run)` : cellsText(count)
  return `${cells}, ${unexpectedText(results)}`
}

/** `nothing unexpected`, `2 unexpected`, `2 unexpected, 1 harness error` */
export function unexpectedText(results: readonly CellResult[]): string {
  const unexpected = results.filter(isUnexpected).length
  const errors = results.filter(({ outcome }) => outcome === 'error').length
  const parts = [
    ...(unexpected === 0 ? [] : [`${unexpected} unexpected`]),
    ...(errors === 0 ? [] : [plural(errors, 'harness error')]),
  ]
  return parts.join(', ') || 'nothing unexpected'
}

/** `freeze, as documented`, `unexpected pass`, `inconclusive` */
export function outcomeText(result: CellResult): string {
  const name = outcomeName(result)
  const text = isUnexpected(result) ? `unexpected ${name}` : [name, ...documentedText(result)].join(', ')
  return result.untried ? `${text}, on an untested version` : text
}

/** `freeze`, `pass` */
export function outcomeName({ outcome, symptom }: Pick<Verdict, 'outcome' | 'symptom'>): string {
  return outcome === 'fail' && symptom !== undefined ? symptom : outcome
}

function documentedText({ outcome, sometimes }: CellResult): string[] {
  if (outcome === 'pass') return sometimes ? ['documented to fail in some runs'] : []
  return outcome === 'fail' ? [`as documented${sometimes ? ' for some runs' : ''}`] : []
}
