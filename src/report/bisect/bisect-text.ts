import {
  type BisectEdge,
  type BisectReport,
  type BisectSide,
  type BisectStep,
  isNamed,
  type Purpose,
  revisionText,
  shortName,
} from '../../model/contract/bisect-report.ts'
import { plural } from '../../model/value/plural.ts'
import { shellWord } from '../../model/value/shell-word.ts'
import { timeText } from '../../model/value/time-text.ts'

/** The texts that all reports of a bisection share. Foreign text in them is not escaped. */

/** The purpose of a run. */
export const purposeText: Readonly<Record<Purpose, string>> = {
  ends: 'end',
  turn: 'step',
  check: 'check',
}

/** `freeze → stuck` */
function changeText({ from, to }: BisectEdge): string {
  return `${from} → ${to}`
}

/**
 * `First bad commit for freeze in unix-server: 1a2b3c4d5e6f (chardev: a subject)`, or `…: one of 2`; where there are
 * more classes than two, `freeze → stuck in unix-server: …`, `2 changes in unix-server: freeze → stuck → pass`
 */
export function titleText({ edges, case: id }: BisectReport): string {
  const [edge, ...others] = edges
  if (others.length > 0) return `${edges.length} changes in ${id}: ${chainText(edges)}`
  const name = edge.oneOf === undefined ? nameText(edge) : `one of ${edge.oneOf.length}`
  if (edge.from !== 'pass' && edge.to !== 'pass') return `${changeText(edge)} in ${id}: ${name}`
  const what = (edge.oneOf?.[0] ?? edge).version === undefined ? 'commit' : 'version'
  const [kind, failure] = edge.from === 'pass' ? ['bad', edge.to] : ['good', edge.from]
  return `First ${kind} ${what} for ${failure} in ${id}: ${name}`
}

/** `freeze → stuck → pass`; edges that do not meet are apart: `pass → freeze, stuck → pass`. */
function chainText(edges: BisectReport['edges']): string {
  return edges.reduce((text, edge, index) => {
    const last = edges[index - 1]
    if (last === undefined) return changeText(edge)
    return last.to === edge.from ? `${text} → ${edge.to}` : `${text}, ${changeText(edge)}`
  }, '')
}

function nameText(edge: BisectEdge): string {
  return `${revisionText(edge)}${isNamed(edge) ? '' : ', not checked (--max-builds)'}`
}

/** Whether the newest class is a failure. */
export function isBadNow({ edges }: BisectReport): boolean {
  return edges.at(-1)?.to !== 'pass'
}

/** `freeze → stuck: 1a2b3c4d5e6f (chardev: a subject)`, or which revisions are left, and why. */
export function edgeText(edge: BisectEdge): string {
  const { oneOf, before, after, unfinished } = edge
  if (oneOf === undefined) return `${changeText(edge)}: ${nameText(edge)}`
  const why = unfinished === true ? '--max-builds was reached' : 'those between could not be run'
  return `${changeText(edge)}: one of ${oneOf.length}, after ${revisionText(before)}, up to ${revisionText(after)}; ${why}`
}

function whoAndWhen({ oneOf, author, date, release }: BisectEdge): string[] {
  const who = oneOf === undefined && author !== undefined ? [`${author}, ${date ?? ''}`] : []
  return [...who, ...(release === undefined ? [] : [`first released in ${release}`])]
}

/**
 * What a maintainer asks of a change: who made it, the first release with it, and what was seen on both sides. Lines of
 * foreign text.
 */
export function aboutEdge(edge: BisectEdge): string[] {
  const { before, after } = edge
  return [
    ...[whoAndWhen(edge).join('; ')].filter(line => line !== ''),
    `before, ${shortName(before)}: ${resultText(before)}`,
    `after, ${shortName(after)}: ${resultText(after)}`,
  ]
}

/**
 * The answer for the console, in five lines if there is one change, and else in a line for each. Foreign text in it is
 * not escaped.
 */
export function answerText(report: BisectReport): string {
  const [edge, ...others] = report.edges
  const changes = others.length === 0 ? aboutEdge(edge) : report.edges.map(inOneLine)
  return [titleText(report), ...changes.map(line => `  ${line}`), confidenceText(report), ''].join('\n')
}

function inOneLine(edge: BisectEdge): string {
  return [edgeText(edge), ...whoAndWhen(edge)].join('; ')
}

/** If more revisions than this are left, reports do not list them: a long list would hide what is known. */
export const mostListed = 12

/** How sure the answer is, and what it took. */
export function confidenceText({ edges, bound, totals }: BisectReport): string {
  const checked = edges.filter(({ unfinished }) => unfinished !== true)
  const most = Math.max(0, ...checked.map(({ confidence }) => 1 - confidence))
  const [doubt, wanted] = [chanceText(most), chanceText(bound)]
  const asked = doubt === wanted ? '' : ` (${wanted} was asked for)`
  const each = edges.length > 1 ? ', for each change' : ''
  const sure = checked.length === 0 ? '' : `The chance of a wrong answer is at most ${doubt}${asked}${each}. `
  const { revisions, builds, buildSeconds, runs, runSeconds } = totals
  return `${sure}${plural(revisions, 'revision')}, ${plural(builds, 'build')} (${timeText(buildSeconds)}), ${plural(runs, 'run')} (${timeText(runSeconds)}).`
}

interface Side {
  readonly heading: string
  readonly side: BisectSide
}

/** Both sides of each change, and the other parents of a merge; a revision between two changes only once. */
export function sidesOf({ edges }: BisectReport): Side[] {
  const [edge, ...others] = edges
  if (others.length === 0 && (edge.from === 'pass') !== (edge.to === 'pass')) return bugSides(edge)
  const all = edges.flatMap(({ from, to, before, after, alsoBefore }) => [
    { heading: `Last with ${from}`, side: before },
    { heading: `First with ${to}`, side: after },
    ...alsoBefore.map(side => ({ heading: 'Other parent', side })),
  ])
  return all.filter(({ side }, index) => {
    const last = all[index - 1]?.side
    return last === undefined || shortName(side) !== shortName(last)
  })
}

/** The side with the bug comes first. */
function bugSides({ from, before, after, alsoBefore }: BisectEdge): Side[] {
  const [withBug, without] = from === 'pass' ? [after, before] : [before, after]
  return [
    { heading: 'With the bug', side: withBug },
    { heading: 'Without the bug', side: without },
    ...alsoBefore.map(side => ({ heading: 'Other parent', side })),
  ]
}

/** `stuck in 4 of 4 runs: the writer never went on`, `freeze in 3, pass in 1 of 4 runs: …` */
export function resultText(side: BisectSide): string {
  const { runs, shown, because, classes } = side
  if (runs === 0) return `could not be run: ${because}`
  const sentence = [because, ...spinning(side)].join('; ')
  if (classes === undefined) return `${shown} of ${plural(runs, 'run')} showed the symptom: ${sentence}`
  const counts = classes.map(({ class: outcome, runs }) => `${outcome} in ${runs}`)
  return `${counts.join(', ')} of ${plural(runs, 'run')}: ${sentence}`
}

/** That QEMU's main loop spun besides, which a worse symptom hides. */
function spinning({ findings, because }: BisectSide): string[] {
  return findings
    .filter(finding => finding.symptom === 'spin' && finding.because !== because)
    .map(finding => finding.because)
}

export const stepColumns = ['revision', 'for', 'verdict', 'runs', 'build', 'doubt', 'because'] as const

/** The plain cells of a row in the table of steps. */
export function stepTexts({ to, runs, shown, classes = [], seconds, buildSeconds, doubt }: BisectStep) {
  const flaps = classes.map(({ class: outcome, runs }) => `${outcome} ${runs}`).join(', ')
  const count = classes.length > 1 ? `${flaps} of ${runs}` : `${shown} of ${runs}`
  return {
    purpose: purposeText[to],
    runs: runs === 0 ? '' : `${classes.length === 1 ? runs : count}, ${timeText(seconds)}`,
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
