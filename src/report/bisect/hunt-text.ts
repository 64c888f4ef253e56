import type {
  HuntEdge,
  HuntReport,
  HuntSide,
  HuntStep,
  RevisionName,
} from '../../model/contract/hunt-report.ts'
import { shellWord } from '../../model/value/shell-word.ts'

/** What reports of a hunt say in the same words. Foreign text in it is not escaped. */

/** `First bad commit for freeze in unix-server: `, and then its name comes, or `one of 2 commits`. */
export function answerText({ edges: [edge], case: id }: HuntReport): string {
  const [kind, symptom] = isFirstBad(edge) ? ['First bad', edge.to] : ['First good', edge.from]
  const what = edge.version === undefined && edge.oneOf?.[0]?.version === undefined ? 'commit' : 'version'
  const several = edge.oneOf === undefined ? '' : `one of ${edge.oneOf.length} ${what}s`
  return `${kind} ${what} for ${symptom} in ${id}: ${several}`
}

/** Whether the change made it worse. */
export function isFirstBad({ from }: HuntEdge): boolean {
  return from === 'pass'
}

/** How sure the answer is, and what it cost. */
export function surenessText({ edges: [edge], bound, totals }: HuntReport): string {
  const doubt = chanceText(1 - edge.confidence)
  const sure = `The chance that this is wrong is at most ${doubt}${doubt === chanceText(bound) ? ', as was asked for' : ` (${chanceText(bound)} was asked for)`}.`
  return `${sure} ${totals.revisions} revisions, ${totals.builds} builds (${timeText(totals.buildSeconds)}), ${totals.runs} runs (${timeText(totals.runSeconds)}).`
}

/** The side of the change that has the bug, the one that has not, and those of other parents. */
export function sidesOf({ edges: [edge] }: HuntReport): {
  readonly heading: string
  readonly side: HuntSide
}[] {
  const { before, after, alsoBefore } = edge
  const [bad, good] = isFirstBad(edge) ? [after, before] : [before, after]
  return [
    { heading: 'With the bug', side: bad },
    { heading: 'Without', side: good },
    ...alsoBefore.map(side => ({ heading: 'The other parent', side })),
  ]
}

/** `4 of 4 runs showed it`, or why it could not be run. */
export function shownText({ runs, shown, because }: HuntSide): string {
  return runs === 0 ? `it could not be run: ${because}` : `${shown} of ${runs} runs showed it`
}

/** `0 of 8, 9 s`; nothing where nothing was run. */
export function runsText({ runs, shown, seconds }: HuntStep): string {
  return runs === 0 ? '' : `${shown} of ${runs}, ${timeText(seconds)}`
}

/** `1a2b3c4d5e6f` of a commit; nothing for a version. */
export function shortRev({ rev }: RevisionName): string | null {
  return rev === undefined ? null : rev.slice(0, 12)
}

/** The command of a hunt, as a shell reads it. */
export function commandText({ command }: HuntReport): string {
  return `chardev-fc ${command.map(shellWord).join(' ')}`
}

/** `0.02 %` */
export function chanceText(chance: number): string {
  if (chance <= 0) return '0 %'
  return chance < 0.0001 ? '< 0.01 %' : `${Number((100 * chance).toPrecision(2))} %`
}

/** `8.5 s`, `20 min`, `3.1 h` */
export function timeText(seconds: number): string {
  if (seconds < 100) return `${Number(seconds.toFixed(1))} s`
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
