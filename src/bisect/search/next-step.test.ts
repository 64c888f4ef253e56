import fc from 'fast-check'
import t from 'tap'
import { ancestry, type Graph, graphOf } from './graph.ts'
import { randomGraph } from './random-graph.fixture.ts'
import { usualRules } from './rules.ts'
import { line, randomFrom, simulated, type World } from './simulated-bisection.fixture.ts'

const goals = fc.constantFrom('first-bad' as const, 'first-good' as const)

/** Any history, change and set of broken builds; the seed decides what flaky runs show. */
const worlds = fc
  .tuple(randomGraph(), fc.nat(), goals, fc.array(fc.nat({ max: 40 }), { maxLength: 12 }), fc.nat())
  .map(([graph, change, goal, broken, seed]) => ({
    graph,
    change: change % graph.ids.length,
    goal,
    broken,
    seed,
  }))

type Drawn = typeof worlds extends fc.Arbitrary<infer W> ? W : never

function world({ graph, change, goal, broken }: Drawn, rates: Partial<World> = {}): World {
  const always = { rateWith: () => 1, rateWithout: 0, isBroken: (index: number) => broken.includes(index) }
  return { graph, change, goal, ...always, ...rates }
}

void t.test(
  'a bug that always shows: finds the change, or the revisions that no run can tell from it',
  async t => {
    fc.assert(
      fc.property(worlds, drawn => {
        const { end } = simulated(world(drawn), usualRules, randomFrom(drawn.seed))
        if (end.kind !== 'found') return false
        const { ids } = drawn.graph
        const among = end.among.map(id => ids.indexOf(id))
        return among.includes(drawn.change) && among.every(index => isAlike(drawn, index))
      }),
      { numRuns: 400 },
    )
    t.pass()
  },
)

/** Whether every revision that can be run has both the change and this one among its ancestors, or neither. */
function isAlike({ graph, change, broken }: Drawn, index: number): boolean {
  return graph.ids.every((_, tested) => {
    const isLast = tested === graph.ids.length - 1
    if (broken.includes(tested) && !isLast) return true
    const isIn = ancestry(graph, tested)
    return isIn[change] === isIn[index]
  })
}

void t.test(
  'however flaky: it ends, runs nothing too often, and never names a revision outside the range',
  async t => {
    const rates = fc.tuple(
      fc.double({ min: 0, max: 1 }),
      fc.double({ min: 0, max: 1 }),
      fc.double({ min: 0, max: 0.5 }),
    )
    fc.assert(
      fc.property(worlds, rates, (drawn, [rate, rateWithout, inconclusive]) => {
        const flaky = world(drawn, { rateWith: () => rate, rateWithout, inconclusive })
        const { end, runs } = simulated(flaky, { ...usualRules, mostRuns: 30 }, randomFrom(drawn.seed))
        const all = drawn.graph.ids.length + 1
        if (runs > all * 30 * 3) return false
        if (end.kind === 'refused') return true
        if (end.kind !== 'found') return end.kind === 'flaky'
        return end.among.length > 0 && end.among.every(id => drawn.graph.indexOf.has(id))
      }),
      { numRuns: 200 },
    )
    t.pass()
  },
)

void t.test('about log2(n) steps, and a step is about two runs', async t => {
  for (const length of [2, 10, 100, 1000]) {
    const graph = graphOf(line(length))
    const random = randomFrom(length)
    const all = Array.from({ length: 20 }, () => Math.floor(random() * length)).map(change =>
      simulated(well(graph, change), usualRules, random),
    )
    const mean = (of: (one: (typeof all)[number]) => number) =>
      all.reduce((sum, one) => sum + of(one), 0) / all.length
    const steps = mean(one => new Set(one.steps).size)
    t.ok(steps <= Math.log2(length) + 2, `${length} revisions: ${steps} revisions run`)
    const runs = mean(one => one.runs - one.endRuns)
    t.ok(runs <= 2.5 * Math.log2(length) + 10, `${length} revisions: ${runs} runs after the ends`)
  }
})

void t.test('a stretch that does not build costs a few steps more', async t => {
  const graph = graphOf(line(256))
  const random = randomFrom(7)
  for (let from = 30; from <= 180; from += 30) {
    const broken = (index: number) => index >= from && index < from + 30
    const { steps, end } = simulated({ ...well(graph, 220), isBroken: broken }, usualRules, random)
    t.match(end, { kind: 'found', among: ['c221'] })
    t.ok(new Set(steps).size <= 16, `broken from ${from}: ${steps.length} steps`)
  }
})

function well(graph: Graph, change: number): World {
  return { graph, goal: 'first-bad', change, rateWith: () => 1, rateWithout: 0, isBroken: () => false }
}
