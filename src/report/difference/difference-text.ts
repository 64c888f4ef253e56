import picocolors from 'picocolors'
import { escaped } from '../../model/value/escaped.ts'
import { durationText, sizeText } from '../../model/value/units.ts'
import { cellsText, markOf, marks, outcomeText, qemuText } from '../cell/cell-labels.ts'
import type { PrettySettings } from '../pretty.ts'
import { type CellDifference, type Figures, isChanged, type Side } from './difference.ts'

/** Two results side by side for the console: each change with its figures, and a summary. Foreign text is escaped. */
export function differenceText(differences: readonly CellDifference[], { colour }: PrettySettings): string {
  const colours = picocolors.createColors(colour)
  const lines = differences
    .filter(({ change }) => change !== 'none')
    .flatMap(one => {
      const [head, below] = [headline(one), details(one).map(line => `  ${line}`)]
      return [isChanged(one) ? colours.bold(head) : head, ...below, ...(below.length > 0 ? [''] : [])]
    })
  if (lines.length > 0 && lines.at(-1) !== '') lines.push('')
  return `${[...lines, summary(differences)].join('\n')}\n`
}

function headline({ case: id, before, after }: CellDifference): string {
  const last = (after ?? before)?.result
  const name = `${last === undefined ? marks.skip : markOf(last)} ${escaped(id)}`
  const [[oldQemu, oldOutcome], [newQemu, newOutcome]] = [texts(before), texts(after)]
  if (before === null) return `${name} · only in the second: ${newQemu} · ${newOutcome}`
  if (after === null) return `${name} · only in the first: ${oldQemu} · ${oldOutcome}`
  const qemus = oldQemu === newQemu ? newQemu : `${oldQemu} → ${newQemu}`
  const isSame = oldOutcome === newOutcome
  return `${name} · ${qemus} · ${isSame ? `${newOutcome}, different numbers` : `${oldOutcome} → ${newOutcome}`}`
}

function details({ before, after }: CellDifference): string[] {
  if (before === null || after === null) return []
  const isSame = before.result.because === after.result.because
  return [
    ...(isSame ? [] : [`was: ${escaped(before.result.because)}`]),
    `${isSame ? '' : 'is:  '}${escaped(after.result.because)}`,
    figuresText(before.figures, after.figures),
  ]
}

function figuresText(before: Figures, after: Figures): string {
  const row = (name: string, figure: keyof Figures, text: (value: number) => string) => {
    const values = [before[figure], after[figure]]
    if (values.every(value => value === undefined)) return []
    return [`${name} ${values.map(value => (value === undefined ? '–' : text(value))).join(' → ')}`]
  }
  return [
    ...row('accepted', 'acceptedBytes', sizeText),
    ...row('longest silence', 'longestSilenceMs', durationText),
    ...row('took', 'seconds', seconds => `${seconds.toFixed(1)} s`),
  ].join(' · ')
}

function summary(differences: readonly CellDifference[]): string {
  const count = (change: CellDifference['change']) => differences.filter(one => one.change === change).length
  const parts = [
    `${count('outcome')} with a different outcome`,
    ...(count('numbers') > 0 ? [`${count('numbers')} with different numbers only`] : []),
    ...(count('removed') > 0 ? [`${count('removed')} only in the first`] : []),
    ...(count('added') > 0 ? [`${count('added')} only in the second`] : []),
    `${count('none')} unchanged`,
  ]
  return `${cellsText(differences.length)}: ${parts.join(', ')}`
}

function texts(side: Side | null): [qemu: string, outcome: string] {
  return side === null ? ['', ''] : [qemuText(side.result), outcomeText(side.result)]
}
