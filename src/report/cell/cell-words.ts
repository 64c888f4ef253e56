import type picocolors from 'picocolors'
import type { CellResult } from '../../model/contract/result.ts'
import type { Outcome, Verdict } from '../../model/contract/verdict.ts'
import { plainVersion } from '../../model/value/version.ts'
import { escaped } from '../escaped.ts'
import { isUnexpected } from '../exit-code.ts'

/** One sign for each outcome. */
export const marks: Readonly<Record<Outcome, string>> = {
  pass: '✔',
  fail: '✖',
  inconclusive: '?',
  skip: '-',
  error: '!',
}

/** Whether a person should look at it first. */
export function isLoud(result: CellResult): boolean {
  return isUnexpected(result) || result.outcome === 'error' || result.outcome === 'inconclusive'
}

/** In which colours a result is shown on a terminal. */
export function painter(
  result: CellResult,
  colours: ReturnType<typeof picocolors.createColors>,
): (text: string) => string {
  if (isUnexpected(result)) return text => colours.bold(colours.red(text))
  if (result.outcome === 'error') return colours.red
  if (result.outcome === 'skip') return colours.dim
  return result.outcome === 'inconclusive' ? colours.yellow : colours.green
}

/** `7.2.22` */
export function versionWords({ qemu }: Pick<CellResult, 'qemu'>): string {
  return escaped(plainVersion(qemu.version) ?? qemu.version)
}

/** `7.2.22 Debian, tcg`: on what, the same in every round; leaves out a label that says nothing new. */
export function onWords({ qemu, accel }: Pick<CellResult, 'qemu' | 'accel'>): string {
  const saysMore = qemu.label !== qemu.path && !qemu.version.startsWith(qemu.label)
  return [...(saysMore ? [escaped(qemu.label)] : []), accel].join(', ')
}

/** `7.2.22 Debian, tcg, cold`: on what, and how it was started this time. */
export function howWords(result: Pick<CellResult, 'qemu' | 'accel' | 'start'>): string {
  return `${onWords(result)}, ${result.start}`
}

/** `184 cells`, `148 of 184 cells (the rest was not run)` */
export function playedWords(played: number, planned: number): string {
  return played < planned
    ? `${played} of ${planned} cells (the rest was not run)`
    : `${played} ${played === 1 ? 'cell' : 'cells'}`
}

/** `freeze, as documented`, `pass, UNEXPECTED`, `inconclusive` */
export function outcomeWords(result: CellResult): string {
  const untried = result.untried ? 'on an untested version' : ''
  return [outcomeWord(result), surprise(result), untried].filter(part => part !== '').join(', ')
}

/** `freeze`, `pass` */
export function outcomeWord({ outcome, symptom }: Pick<Verdict, 'outcome' | 'symptom'>): string {
  return outcome === 'fail' && symptom !== undefined ? symptom : outcome
}

function surprise(result: CellResult): string {
  if (isUnexpected(result)) return 'UNEXPECTED'
  if (result.outcome === 'pass') return result.sometimes ? '(documented to fail in some runs)' : ''
  return result.outcome === 'fail' ? `as documented${result.sometimes ? ' for some runs' : ''}` : ''
}
