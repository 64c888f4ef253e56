import type picocolors from 'picocolors'
import type { CellResult } from '../model/result.ts'
import { durationText, sizeText } from '../model/units.ts'
import type { Finding, Freeze, Numbers, Outcome } from '../model/verdict.ts'
import { plainVersion } from '../model/version.ts'
import { escaped } from './escaped.ts'
import { isUnexpected } from './exit-code.ts'

type Colours = ReturnType<typeof picocolors.createColors>

const marks: Readonly<Record<Outcome, string>> = {
  pass: '✔',
  fail: '✖',
  inconclusive: '?',
  skip: '-',
  error: '!',
}

/** One result for people: a headline, the verdict's sentence, findings, numbers, and where to look on. */
export function cellText(result: CellResult, colours: Colours): string {
  const lines = [
    escaped(result.because),
    ...result.findings.map(finding => findingLine(finding, result, colours)),
  ]
  if (result.file !== undefined) lines.push(row('case', result.file))
  const numbers = numbersText(result.numbers)
  if (numbers !== '') lines.push(row('numbers', numbers))
  if (result.freeze !== undefined) lines.push(...freezeLines(result.freeze))
  if (result.dir !== undefined) lines.push(row('kept', result.dir), row('look', lookAgain(result.dir)))
  return [headline(result, colours), ...lines.map(line => `  ${line}`), ''].join('\n')
}

/** `✖ unix-server · QEMU 7.2.22 (tcg, cold) · freeze, as documented · 9.1 s` */
export function headline(result: CellResult, colours: Colours): string {
  const paint = painter(result, colours)
  const qemu = `QEMU ${versionText(result)} (${howText(result)})`
  const outcome = [outcomeText(result), surprise(result)].filter(part => part !== '').join(', ')
  const seconds = `${result.seconds.toFixed(1)} s`
  return [paint(`${marks[result.outcome]} ${escaped(result.case)}`), qemu, paint(outcome), seconds].join(
    ' · ',
  )
}

/** What a person types to have a kept run judged again. */
export function lookAgain(dir: string): string {
  const isPlain = /^[\w./:@%+=,-]+$/.test(dir)
  return `chardev-fc judge ${isPlain ? dir : `'${escaped(dir).replaceAll("'", "'\\''")}'`}`
}

function versionText({ qemu }: CellResult): string {
  return escaped(plainVersion(qemu.version) ?? qemu.version)
}

/** Leaves out a label that says nothing new. */
function howText({ qemu, accel, start }: CellResult): string {
  const saysMore = qemu.label !== qemu.path && !qemu.version.startsWith(qemu.label)
  return [...(saysMore ? [escaped(qemu.label)] : []), accel, start].join(', ')
}

function outcomeText({ outcome, symptom }: Pick<CellResult, 'outcome' | 'symptom'>): string {
  return outcome === 'fail' && symptom !== undefined ? symptom : outcome
}

function surprise(result: CellResult): string {
  if (isUnexpected(result)) return 'UNEXPECTED'
  return result.outcome === 'fail' ? 'as documented' : ''
}

function painter(result: CellResult, colours: Colours): (text: string) => string {
  if (isUnexpected(result)) return text => colours.bold(colours.red(text))
  if (result.outcome === 'error') return colours.red
  if (result.outcome === 'skip') return colours.dim
  return result.outcome === 'inconclusive' ? colours.yellow : colours.green
}

/** The verdict's sentence is one finding's own: it is not said twice. */
function findingLine(finding: Finding, result: CellResult, colours: Colours): string {
  const paint = finding.outcome === 'pass' ? colours.green : colours.yellow
  const because = finding.because === result.because ? 'as said above' : escaped(finding.because)
  return `${paint(marks[finding.outcome])} ${escaped(finding.name).padEnd(8)} ${because}`
}

function numbersText(numbers: Numbers): string {
  const { acceptedBytes, drainedBytes, longestSilenceMs: silence, firstAnswerMs } = numbers
  return [
    acceptedBytes === undefined ? '' : `accepted ${bytesText(acceptedBytes)}`,
    drainedBytes === undefined ? '' : `drained ${bytesText(drainedBytes)}`,
    silence === undefined
      ? ''
      : `longest silence ${durationText(silence.ssh)} on ssh, ${durationText(silence.serial)} on serial`,
    firstAnswerMs === undefined ? '' : `first answer after ${durationText(firstAnswerMs)}`,
  ]
    .filter(part => part !== '')
    .join(' · ')
}

/** `172 KiB (176128 bytes)`: the exact figure is what people compare between runs. */
function bytesText(bytes: number): string {
  return bytes < 1024 ? sizeText(bytes) : `${sizeText(bytes)} (${bytes} bytes)`
}

function freezeLines(freeze: Freeze): string[] {
  const called = durationText(freeze.calledAfterMs)
  const parts = [
    `the last beat came ${durationText(freeze.startedAtMs)} into the run, called a freeze ${called} later`,
    freeze.qmpAnswered ? 'QMP still answered' : 'QMP silent too',
    revivedText(freeze),
  ]
  const { thread, waitsFor } = freeze
  const stands = [thread, waitsFor].filter(part => part !== undefined).map(escaped)
  return [row('freeze', parts.join(' · ')), ...(stands.length > 0 ? [row('stands', stands.join(': '))] : [])]
}

function revivedText({ revived, revivedAfterMs, waitingBytes }: Freeze): string {
  if (!revived) return 'did not come back when the host read'
  const after = revivedAfterMs === undefined ? 'when' : `${durationText(revivedAfterMs)} after`
  return `came back ${after} the host read${waitingBytes === undefined ? '' : ` ${bytesText(waitingBytes)}`}`
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(8)} ${escaped(text)}`
}
