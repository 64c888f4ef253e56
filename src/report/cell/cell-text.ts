import type picocolors from 'picocolors'
import type { CellResult } from '../../model/contract/result.ts'
import type { Finding } from '../../model/contract/verdict.ts'
import { escaped } from '../../model/value/escaped.ts'
import { shellWord } from '../../model/value/shell-word.ts'
import {
  documentedMark,
  isDocumented,
  markOf,
  marks,
  outcomeText,
  painter,
  repeatText,
  targetText,
  versionText,
} from './cell-labels.ts'
import { freezeRows, numberRows } from './figure-rows.ts'

type Colours = ReturnType<typeof picocolors.createColors>

/** One result for the console: a headline, the reason of the verdict, findings, figures, and the command to judge it again. */
export function cellText(result: CellResult, colours: Colours): string {
  const lines = [
    ...result.because.split('\n').map((line, index) => `${index === 0 ? '' : '  '}${escaped(line)}`),
    ...result.findings.map(finding => findingLine(finding, result, colours)),
  ]
  if (result.file !== undefined) lines.push(row('case', result.file))
  const numbers = numberRows(result.numbers).map(([name, text]) => `${name} ${text}`)
  if (numbers.length > 0) lines.push(row('numbers', numbers.join(' · ')))
  if (result.freeze !== undefined)
    lines.push(...freezeRows(result.freeze).map(([name, text]) => row(name, text)))
  if (result.dir !== undefined) lines.push(row('kept in', result.dir), row('see', judgeCommand(result.dir)))
  return [headline(result, colours), ...lines.map(line => `  ${line}`), ''].join('\n')
}

/** `✖ unix-server #2 · QEMU 7.2.22 (tcg, cold) · freeze, as documented · 9.1 s` */
export function headline(result: CellResult, colours: Colours): string {
  const paint = painter(result, colours)
  const name = paint(`${markOf(result)} ${escaped(result.case)}${repeatText(result)}`)
  const qemu = `QEMU ${versionText(result)} (${targetText(result)}, ${result.start})`
  return [name, qemu, paint(outcomeText(result)), `${result.seconds.toFixed(1)} s`].join(' · ')
}

/** The command that judges a kept run again. */
export function judgeCommand(dir: string): string {
  return `chardev-fc judge ${shellWord(escaped(dir))}`
}

/** A finding whose reason is that of the verdict does not repeat it. */
function findingLine(finding: Finding, result: CellResult, colours: Colours): string {
  const [paint, mark] = isDocumented(finding, result)
    ? [colours.cyan, documentedMark]
    : [finding.outcome === 'pass' ? colours.green : colours.yellow, marks[finding.outcome]]
  const because = finding.because === result.because ? '' : escaped(finding.because)
  return `${paint(mark)} ${escaped(finding.name).padEnd(8)} ${because}`.trimEnd()
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(8)} ${escaped(text)}`
}
