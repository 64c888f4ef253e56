import type picocolors from 'picocolors'
import type { CellResult } from '../../model/contract/result.ts'
import type { Finding } from '../../model/contract/verdict.ts'
import { shellWord } from '../../model/value/shell-word.ts'
import { escaped } from '../escaped.ts'
import { freezeRows, numberRows } from './cell-numbers.ts'
import { howWords, marks, outcomeWords, painter, versionWords } from './cell-words.ts'

type Colours = ReturnType<typeof picocolors.createColors>

/** One result for the console: a headline, the verdict's sentence, findings, numbers, and where to look on. */
export function cellText(result: CellResult, colours: Colours): string {
  const lines = [
    ...result.because.split('\n').map((line, index) => `${index === 0 ? '' : '  '}${escaped(line)}`),
    ...result.findings.map(finding => findingLine(finding, colours)),
  ]
  if (result.file !== undefined) lines.push(row('case', result.file))
  const numbers = numberRows(result.numbers).map(([name, text]) => `${name} ${text}`)
  if (numbers.length > 0) lines.push(row('numbers', numbers.join(' · ')))
  if (result.freeze !== undefined)
    lines.push(...freezeRows(result.freeze).map(([name, text]) => row(name, text)))
  if (result.dir !== undefined) lines.push(row('kept', result.dir), row('look', lookAgain(result.dir)))
  return [headline(result, colours), ...lines.map(line => `  ${line}`), ''].join('\n')
}

/** `✖ unix-server · QEMU 7.2.22 (tcg, cold) · freeze, as documented · 9.1 s` */
export function headline(result: CellResult, colours: Colours): string {
  const paint = painter(result, colours)
  const name = paint(`${marks[result.outcome]} ${escaped(result.case)}`)
  const qemu = `QEMU ${versionWords(result)} (${howWords(result)})`
  return [name, qemu, paint(outcomeWords(result)), `${result.seconds.toFixed(1)} s`].join(' · ')
}

/** What a person types to have a kept run judged again. */
export function lookAgain(dir: string): string {
  return `chardev-fc judge ${shellWord(escaped(dir))}`
}

function findingLine(finding: Finding, colours: Colours): string {
  const paint = finding.outcome === 'pass' ? colours.green : colours.yellow
  return `${paint(marks[finding.outcome])} ${escaped(finding.name).padEnd(8)} ${escaped(finding.because)}`
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(8)} ${escaped(text)}`
}
