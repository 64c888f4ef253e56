import { graphOf } from './graph.ts'
import { usualRules } from './rules.ts'
import { line, randomFrom, simulated, type World } from './simulated-bisection.fixture.ts'

export const graph = graphOf(line(32))

/** Of `count` bisections: how many named a wrong revision, how many named any, and their mean number of runs. */
export function measured(
  count: number,
  world: Partial<World>,
  rules = usualRules,
): { wrong: number; ended: number; runs: number } {
  const random = randomFrom(20)
  let [wrong, ended, runs] = [0, 0, 0]
  for (let index = 0; index < count; index++) {
    const change = Math.floor(random() * graph.ids.length)
    const always = { rateWith: () => 1, rateWithout: 0, isBroken: () => false }
    const { end, runs: taken } = simulated(
      { graph, change, goal: index % 2 ? 'first-bad' : 'first-good', ...always, ...world },
      rules,
      random,
    )
    if (end.kind !== 'found') continue
    ended += 1
    runs += taken
    if (!end.among.includes(graph.ids[change] ?? '')) wrong += 1
  }
  return { wrong, ended, runs: Math.round(runs / Math.max(1, ended)) }
}

/** The most wrong answers at that bound: by chance, one measurement in a thousand has more. */
export function mostWrong(count: number, bound: number): number {
  return count * bound + 3.1 * Math.sqrt(count * bound)
}
