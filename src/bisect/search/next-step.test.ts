import fc from 'fast-check'
import t from 'tap'
import { ancestry, type Graph, graphOf } from './graph.ts'
import { randomGraph } from './random-graph.fixture.ts'
import { usualRules } from './rules.ts'
import { line, oneBug, randomFrom, simulated } from './simulated-bisection.fixture.ts'

const goals = fc.constantFrom('first-bad' as const, 'first-good' as const)

/** Any history, change and set of broken builds; the seed decides what flaky runs show. */
const worlds = fc
  .tuple(randomGraph(), fc.nat(), goals, fc.array(fc.nat({ max: 40 }), { maxLength: 12 }), fc.nat())
  .map(([graph, change, goal, broken, seed]) => ({
    ...{ graph, change: change % graph.ids.length, goal, seed, broken },
    isBroken: (index: number) => broken.includes(index),
  }))

void t.test(
  'a bug that always shows: finds the change, or the revisions that no run told from it',
  async t => {
    fc.assert(
      fc.property(worlds, drawn => {
        const { graph, change, isBroken, broken } = drawn
        const { edges, search } = simulated(
          { ...oneBug(drawn), isBroken },
          usualRules,
          randomFrom(drawn.seed),
        )
        const [edge, ...others] = edges
        if (edge === undefined || others.length > 0) return false
        const among = edge.among.map(id => graph.ids.indexOf(id))
        // With few broken builds everything is tried that could tell them apart.
        const isTried = (id: string, index: number) =>
          broken.length <= 4
            ? !isBroken(index) || index === graph.ids.length - 1
            : search.answers.get(id)?.runs.size
        const tried = graph.ids.flatMap((id, index) => (isTried(id, index) ? ancestry(graph, index) : []))
        return (
          among.includes(change) && among.every(index => tried.every(isIn => isIn[change] === isIn[index]))
        )
      }),
      { numRuns: 400 },
    )
    t.pass()
  },
)

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
        const world = { ...oneBug({ ...drawn, rateWith: () => rate, rateWithout }), inconclusive }
        const rules = { ...usualRules, mostRuns: 30 }
        const { edges, runs } = simulated(
          { ...world, isBroken: drawn.isBroken },
          rules,
          randomFrom(drawn.seed),
        )
        const { ids, indexOf } = drawn.graph
        return (
          runs <= (ids.length + 1) * 30 * 3 &&
          edges.every(({ among }) => among.length > 0 && among.every(id => indexOf.has(id)))
        )
      }),
      { numRuns: 200 },
    )
    t.pass()
  },
)

void t.test('about log2(n) builds, and a build is about two runs', async t => {
  for (const length of [2, 10, 100, 1000]) {
    const graph = graphOf(line(length))
    const random = randomFrom(length)
    const all = Array.from({ length: 20 }, () => Math.floor(random() * length)).map(change =>
      simulated(well(graph, change), usualRules, random),
    )
    const mean = (of: (one: (typeof all)[number]) => number) =>
      all.reduce((sum, one) => sum + of(one), 0) / all.length
    const builds = mean(one => one.builds)
    t.ok(builds <= Math.log2(length) + 1, `${length} revisions: ${builds} built`)
    const runs = mean(one => one.runs - one.endRuns)
    t.ok(runs <= 2.5 * Math.log2(length) + 10, `${length} revisions: ${runs} runs after the ends`)
  }
})

function well(graph: Graph, change: number) {
  return oneBug({ graph, goal: 'first-bad', change })
}
