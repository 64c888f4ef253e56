import picocolors from 'picocolors'
import { durationText, sizeText } from '../../model/value/units.ts'
import { marks, onWords, outcomeWords, versionWords } from '../cell/cell-words.ts'
import { escaped } from '../escaped.ts'
import type { PrettySettings } from '../pretty.ts'
import { type CellDifference, type Figures, isChanged, type Side } from './difference.ts'

/** Two results side by side, for the console: what changed, with numbers, and how much did not. Foreign text is escaped. */
export function differenceText(differences: readonly CellDifference[], { colour }: PrettySettings): string {
  const colours = picocolors.createColors(colour)
  const told = differences.filter(({ change }) => change !== 'none')
  const lines = told.flatMap(one => {
    const head = headline(one)
    return [isChanged(one) ? colours.bold(head) : head, ...details(one).map(line => `  ${line}`), '']
  })
  return `${[...lines, summary(differences)].join('\n')}\n`
}

function headline({ case: played, before, after, change }: CellDifference): string {
  const name = `${marks[(after ?? before)?.result.outcome ?? 'skip']} ${escaped(played)}`
  if (change === 'added' && after !== null) return `${name} · only in the second: ${whole(after)}`
  if (change === 'removed' && before !== null) return `${name} · only in the first: ${whole(before)}`
  const [one, other] = [place(before), place(after)]
  const where = one === other ? one : `${one} → ${other}`
  const [was, is] = [words(before), words(after)]
  return `${name} · ${where} · ${was === is ? `${is}, with other numbers` : `${was} → ${is}`}`
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
  const row = (
    name: string,
    from: number | undefined,
    to: number | undefined,
    text: (value: number) => string,
  ) => (from === undefined && to === undefined ? [] : [`${name} ${said(from, text)} → ${said(to, text)}`])
  return [
    ...row('accepted', before.acceptedBytes, after.acceptedBytes, sizeText),
    ...row('longest silence', before.longestSilenceMs, after.longestSilenceMs, durationText),
    ...row('took', before.seconds, after.seconds, seconds => `${seconds.toFixed(1)} s`),
  ].join(' · ')
}

function said(value: number | undefined, text: (value: number) => string): string {
  return value === undefined ? '–' : text(value)
}

function summary(differences: readonly CellDifference[]): string {
  const count = (change: CellDifference['change']) => differences.filter(one => one.change === change).length
  const parts = [
    `${count('outcome')} with another outcome`,
    ...(count('numbers') > 0 ? [`${count('numbers')} with other numbers only`] : []),
    ...(count('removed') > 0 ? [`${count('removed')} only in the first`] : []),
    ...(count('added') > 0 ? [`${count('added')} only in the second`] : []),
    `${count('none')} the same`,
  ]
  return `${differences.length} ${differences.length === 1 ? 'cell' : 'cells'}: ${parts.join(', ')}`
}

function whole(side: Side): string {
  return `${place(side)} · ${words(side)}`
}

function place(side: Side | null): string {
  return side === null ? '' : `QEMU ${versionWords(side.result)} (${onWords(side.result)})`
}

function words(side: Side | null): string {
  return side === null ? '' : outcomeWords(side.result)
}
