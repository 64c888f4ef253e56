import {
  type BisectEdge,
  type BisectReport,
  type BisectSide,
  type BisectStep,
  revisionText,
} from '../../model/contract/bisect-report.ts'
import { shellWord } from '../../model/value/shell-word.ts'

/** The texts that all reports of a bisection share. Foreign text in them is not escaped. */

/** The purpose of a run. */
export const purposeText: Readonly<Record<BisectStep['to'], string>> = {
  ends: 'end',
  turn: 'step',
  check: 'check',
}

/** `First bad commit` */
export function foundText({ edges: [edge] }: BisectReport): string {
  const what = (edge.oneOf?.[0] ?? edge).version === undefined ? 'commit' : 'version'
  return `First ${isFirstBad(edge) ? 'bad' : 'good'} ${what}`
}

/** `First bad commit for freeze in unix-server: 1a2b3c4d5e6f (chardev: a subject)`, or `…: one of 2` */
export function titleText(report: BisectReport): string {
  const [edge] = report.edges
  const name = edge.oneOf === undefined ? revisionText(edge) : `one of ${edge.oneOf.length}`
  return `${foundText(report)} for ${isFirstBad(edge) ? edge.to : edge.from} in ${report.case}: ${name}`
}

/** Whether the bug came with the change. */
export function isFirstBad({ from }: BisectEdge): boolean {
  return from === 'pass'
}

/** How sure the answer is, and what it took. */
export function confidenceText({ edges: [edge], bound, totals }: BisectReport): string {
  const [doubt, wanted] = [chanceText(1 - edge.confidence), chanceText(bound)]
  const asked = doubt === wanted ? '' : ` (${wanted} was asked for)`
  return `The chance of a wrong answer is at most ${doubt}${asked}. ${totals.revisions} revisions, ${totals.builds} builds (${timeText(totals.buildSeconds)}), ${totals.runs} runs (${timeText(totals.runSeconds)}).`
}

/** The side of the change with the bug, the one without, and the other parents of a merge. */
export function sidesOf({ edges: [edge] }: BisectReport): {
  readonly heading: string
  readonly side: BisectSide
}[] {
  const { before, after, alsoBefore } = edge
  const [withBug, without] = isFirstBad(edge) ? [after, before] : [before, after]
  return [
    { heading: 'With the bug', side: withBug },
    { heading: 'Without the bug', side: without },
    ...alsoBefore.map(side => ({ heading: 'Other parent', side })),
  ]
}

/** `4 of 4 runs showed the symptom: the guest stopped` */
export function resultText({ runs, shown, because }: BisectSide): string {
  return `${runs === 0 ? 'could not be run' : `${shown} of ${runs} runs showed the symptom`}: ${because}`
}

export const stepColumns = ['revision', 'for', 'verdict', 'runs', 'build', 'doubt', 'because'] as const

/** The plain cells of a row in the table of steps. */
export function stepTexts({ to, runs, shown, seconds, buildSeconds, doubt }: BisectStep) {
  return {
    purpose: purposeText[to],
    runs: runs === 0 ? '' : `${shown} of ${runs}, ${timeText(seconds)}`,
    build: buildSeconds === undefined ? '' : timeText(buildSeconds),
    doubt: doubt === undefined ? '' : chanceText(doubt),
  }
}

/** The command that was run, as shell text. */
export function commandText({ command }: BisectReport): string {
  return `chardev-fc ${command.map(shellWord).join(' ')}`
}

/** `0.02 %` */
function chanceText(chance: number): string {
  if (chance <= 0) return '0 %'
  return chance < 0.0001 ? '< 0.01 %' : `${Number((100 * chance).toPrecision(2))} %`
}

/** `8.5 s`, `20 min`, `3.1 h` */
export function timeText(seconds: number): string {
  if (seconds < 100) return `${Number(seconds.toFixed(1))} s`
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
