import { graphOf } from './graph.ts'
import { usualRules } from './rules.ts'
import { line, type OneBug, oneBug, randomFrom, simulated } from './simulated-bisection.fixture.ts'

export const graph = graphOf(line(32))

/** Of `count` bisections: how many named a wrong revision, how many named any, and their mean number of runs. */
export function measured(
  count: number,
  bug: Pick<OneBug, 'rateWith' | 'rateWithout'>,
  rules = usualRules,
): { wrong: number; ended: number; runs: number } {
  const random = randomFrom(20)
  let [wrong, ended, runs] = [0, 0, 0]
  for (let index = 0; index < count; index++) {
    const change = Math.floor(random() * graph.ids.length)
    const goal = index % 2 ? 'first-bad' : 'first-good'
    const { edges, runs: taken } = simulated(oneBug({ graph, change, goal, ...bug }), rules, random)
    if (edges.length === 0) continue
    ended += 1
    runs += taken
    const id = graph.ids[change] ?? ''
    if (edges.length > 1 || !edges.some(({ among }) => among.includes(id))) wrong += 1
  }
  return { wrong, ended, runs: Math.round(runs / Math.max(1, ended)) }
}

/** The most wrong answers at that bound: by chance, one measurement in a thousand has more. */
export function mostWrong(count: number, bound: number): number {
  return count * bound + 3.1 * Math.sqrt(count * bound)
}
