import { answerOf, isAnswerable, type Kind } from './kind.ts'
import type { Ended } from './play-trial.ts'

/** Doubts among the trials whose truth can be told: at most one in ten. */
const mostDoubts = 0.1

/** How a trial ended, and why it was called so; of a wrong one also how to see it again. */
export function trialLines({ kind, seed, verdict, result }: Ended, flags: string): string {
  const { qemu, because, broke, dir, seconds } = result
  const called = `${answerOf(result)} (true: ${kind.answers.join(', ')})`
  const line = `${verdict.padEnd(12)} ${kind.kind} --seed ${seed} · ${result.case} on ${qemu.label} · ${called} · ${seconds} s`
  const again = `npm run trials -- ${flags}--only ${kind.kind} --seed ${seed} --count 1`
  const kept = dir === undefined || verdict !== 'WRONG' ? '' : `\n    kept in ${dir}; again: ${again}`
  return `${line}\n    ${because}${broke === undefined ? '' : `\n    but ${broke}`}${kept}`
}

/** A kind with its true answers and their reason. */
export function kindLine({ kind, answers, why }: Kind): string {
  return `${kind.padEnd(34)} ${answers.join(', ')}: ${why}`
}

/** How all trials ended, by kind, and whether that is good enough. */
export function summary(ended: readonly Ended[]): { text: string; isGood: boolean } {
  const kinds = [...new Set(ended.map(({ kind }) => kind))]
  const rows = kinds.map(kind => {
    const of = ended.filter(one => one.kind === kind)
    const seconds = of.reduce((sum, { result }) => sum + result.seconds, 0) / of.length
    return [
      kind.kind,
      of.length,
      ...(['right', 'inconclusive', 'WRONG'] as const).map(count(of)),
      seconds.toFixed(1),
    ]
  })
  const answerable = ended.filter(({ kind }) => isAnswerable(kind))
  const doubts = count(answerable)('inconclusive')
  const wrong = count(ended)('WRONG')
  const doubtful = kinds.filter(
    kind => count(ended.filter(one => one.kind === kind))('inconclusive') > (kind.mostDoubts ?? ended.length),
  )
  const last = `${ended.length} trials: ${wrong} wrong, ${doubts} inconclusive of ${answerable.length} where an answer can be had`
  return {
    text: `${table([['kind', 'trials', 'right', 'inconclusive', 'wrong', 's each'], ...rows])}\n\n${last}`,
    isGood: wrong === 0 && doubts <= mostDoubts * answerable.length && doubtful.length === 0,
  }
}

function count(ended: readonly Ended[]): (verdict: Ended['verdict']) => number {
  return verdict => ended.filter(one => one.verdict === verdict).length
}

function table(rows: readonly (readonly (string | number)[])[]): string {
  return rows
    .map(([name, ...cells]) =>
      [String(name).padEnd(34), ...cells.map(cell => String(cell).padStart(12))].join(' '),
    )
    .join('\n')
}
