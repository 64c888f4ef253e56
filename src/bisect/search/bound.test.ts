import t from 'tap'
import { graphOf } from './graph.ts'
import { usualRules } from './rules.ts'
import { line, randomFrom, simulated, type World } from './simulated-bisection.fixture.ts'

const graph = graphOf(line(32))

/** Of `count` bisections: how many named a wrong revision, how many named any, and their mean number of runs. */
function measured(
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
function mostWrong(count: number, bound: number): number {
  return count * bound + 3.1 * Math.sqrt(count * bound)
}

for (const rate of [1, 0.9, 0.7, 0.5, 0.3, 0.2]) {
  for (const rateWithout of [0, 0.02, 0.05]) {
    void t.test(`a bug that shows in ${rate} of runs, and in ${rateWithout} without it`, async t => {
      const { wrong, ended, runs } = measured(200, { rateWith: () => rate, rateWithout })
      t.comment(`${wrong} of ${ended} answers were wrong; ${runs} runs a bisection`)
      t.ok(wrong <= mostWrong(200, usualRules.bound), `${wrong} of ${ended} wrong`)
    })
  }
}

void t.test('other bounds are kept as well', async t => {
  for (const bound of [0.001, 0.05, 0.2]) {
    const { wrong, ended, runs } = measured(200, { rateWith: () => 0.8 }, { ...usualRules, bound })
    t.comment(`bound ${bound}: ${wrong} of ${ended} answers were wrong; ${runs} runs a bisection`)
    t.ok(wrong <= mostWrong(200, bound), `${wrong} of ${ended} wrong`)
  }
})

void t.test('a stretch in which it shows half as often as elsewhere', async t => {
  const random = randomFrom(3)
  let wrong = 0
  for (let index = 0; index < 500; index++) {
    const change = 2 + Math.floor(random() * 20)
    const rateWith = (at: number) => (at < change + 4 ? 0.5 : 1)
    const world: World = { graph, change, goal: 'first-bad', rateWith, rateWithout: 0, isBroken: () => false }
    const { end } = simulated(world, usualRules, random)
    if (end.kind !== 'found' || !end.among.includes(graph.ids[change] ?? '')) wrong += 1
  }
  t.comment(`${wrong} of 500 answers were wrong`)
  t.ok(wrong <= mostWrong(500, usualRules.bound), `${wrong} of 500 wrong`)
})

void t.test('ends that are alike, swapped or too flaky are refused', async t => {
  const ends = (rateWith: number, rateWithout: number) => {
    const random = randomFrom(1)
    const world: World = {
      graph,
      change: 9,
      goal: 'first-bad',
      rateWith: () => rateWith,
      rateWithout,
      isBroken: () => false,
    }
    return Array.from({ length: 50 }, () => simulated(world, usualRules, random).end).map(end =>
      end.kind === 'refused' ? end.why : end.kind,
    )
  }
  t.same(new Set(ends(0, 0)), new Set(['alike']))
  t.same(new Set(ends(1, 1)), new Set(['alike']))
  t.same(new Set(ends(0, 1)), new Set(['swapped']))
  t.notOk(ends(0.6, 0.4).includes('found'))
  t.notOk(ends(0.5, 0.5).includes('found'))
})
