import fc from 'fast-check'
import t from 'tap'
import { mostWrong } from './error-bound.fixture.ts'
import { ancestry, type Graph, graphOf } from './graph.ts'
import { randomGraph } from './random-graph.fixture.ts'
import { usualRules } from './rules.ts'
import { answered, begun, edgesOf, type Search } from './search.ts'
import { type Behaviour, chain, line, randomFrom, simulated, told } from './simulated-bisection.fixture.ts'

const freeze = { freeze: 1 }
const stuck = { stuck: 1 }
const pass = {}
const classes: readonly Behaviour[] = [pass, freeze, stuck, { loss: 1 }, { crash: 1 }]

/** The most builds: twice what it takes to halve the history for each edge, and one for each zone. */
function most({ ids }: Graph, edges: number, zones = 0): number {
  return 2 * edges * Math.ceil(Math.log2(ids.length)) + zones
}

void t.test('a freeze that ended, and the writer that went on 12 commits later', async t => {
  const graph = graphOf(line(1931))
  const result = simulated(chain(graph, [600, 612], [freeze, stuck, pass]), usualRules, randomFrom(1))
  t.same(told(result), ['freeze → stuck c601', 'stuck → pass c613'])
  t.ok(result.builds <= 20, `${result.builds} builds`)
})

void t.test('chains of 1 to 4 edges on a line', async t => {
  const graph = graphOf(line(500))
  const random = randomFrom(4)
  for (let index = 0; index < 40; index++) {
    const count = 1 + (index % 4)
    const changes = several(count, random, graph.ids.length)
    const order = index % 2 ? classes : classes.toReversed()
    const result = simulated(chain(graph, changes, order), usualRules, random)
    t.same(
      result.edges.map(({ among }) => among),
      changes.map(change => [`c${change + 1}`]),
    )
    t.ok(result.builds <= most(graph, count), `${count} edges: ${result.builds} builds`)
  }
})

function several(count: number, random: () => number, length: number): number[] {
  const drawn = new Set<number>()
  while (drawn.size < count) drawn.add(Math.floor(random() * length))
  return [...drawn].sort((a, b) => a - b)
}

/** A history with merges, and changes of which each is an ancestor of the next. */
const histories = fc
  .tuple(randomGraph(60), fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), fc.boolean(), fc.nat())
  .map(([graph, draws, isReversed, seed]) => {
    const changes: number[] = []
    let left = [...graph.ids.keys()]
    for (const draw of draws) {
      const change = left[draw % left.length]
      if (change === undefined) break
      changes.unshift(change)
      const isIn = ancestry(graph, change)
      left = left.filter(index => isIn[index] === 1 && index !== change)
    }
    return { graph, changes, order: isReversed ? classes.toReversed() : classes, seed }
  })

void t.test('chains in a history with merges', async t => {
  fc.assert(
    fc.property(histories, ({ graph, changes, order, seed }) => {
      const result = simulated(chain(graph, changes, order), usualRules, randomFrom(seed))
      const found = result.edges.map(({ among }) => among.join())
      return (
        found.length === changes.length &&
        changes.every(change => found.includes(graph.ids[change] ?? '')) &&
        (graph.ids.length < 8 || result.builds <= most(graph, changes.length))
      )
    }),
    { numRuns: 200 },
  )
  t.pass()
})

void t.test('zones of untestable revisions, with the change in them or beside them', async t => {
  const graph = graphOf(line(2000))
  const random = randomFrom(8)
  for (const width of [1, 2, 5, 12, 60, 200, 878]) {
    const first = Math.floor(random() * (2000 - width))
    const isBroken = (index: number) => index >= first && index < first + width
    const inside = simulated(
      { ...chain(graph, [first + (width >> 1)], [freeze, pass]), isBroken },
      usualRules,
      random,
    )
    t.same(told(inside), [`freeze → pass one of ${width + 1}`])
    t.ok(inside.builds <= most(graph, 1, 1), `width ${width}: ${inside.builds} builds`)
    const beside = simulated({ ...chain(graph, [first - 7], [freeze, pass]), isBroken }, usualRules, random)
    t.same(told(beside), [`freeze → pass c${first - 6}`])
    t.ok(beside.builds <= most(graph, 1, 1), `beside ${width}: ${beside.builds} builds`)
  }
})

void t.test('revisions that fail otherwise are no zone', async t => {
  const graph = graphOf(line(2000))
  const result = simulated(chain(graph, [500, 1378], [freeze, stuck, pass]), usualRules, randomFrom(2))
  t.same(told(result), ['freeze → stuck c501', 'stuck → pass c1379'])
  t.ok(result.builds <= most(graph, 2), `${result.builds} builds`)
  const one = { ...chain(graph, [500, 1378], [freeze, stuck, pass]), symptom: 'freeze' as const }
  const narrowed = simulated(one, usualRules, randomFrom(2))
  t.same(told(narrowed), ['freeze → stuck c501'])
  t.ok(narrowed.builds <= 11, `${narrowed.builds} builds`)
})

void t.test('a class that comes again: several edges, never one', async t => {
  const graph = graphOf(line(600))
  const seen = simulated(
    chain(graph, [100, 320, 450], [freeze, stuck, freeze, pass]),
    usualRules,
    randomFrom(2),
  )
  t.same(told(seen), ['freeze → stuck c101', 'stuck → freeze c321', 'freeze → pass c451'])
  const odd = simulated(chain(graph, [120, 200, 400], [freeze, pass, stuck, pass]), usualRules, randomFrom(2))
  t.same(told(odd), ['freeze → pass c121', 'pass → stuck c201', 'stuck → pass c401'])
})

void t.test('flaky classes: the error bound holds for each edge', async t => {
  const graph = graphOf(line(64))
  const random = randomFrom(11)
  let [wrong, edges, missing] = [0, 0, 0]
  for (let index = 0; index < 100; index++) {
    const changes = several(2, random, graph.ids.length)
    const behaviours = [{ freeze: 0.6 }, { stuck: 0.5 }, pass]
    const result = simulated(
      chain(graph, changes, index % 2 ? behaviours : behaviours.toReversed()),
      usualRules,
      random,
    )
    edges += result.edges.length
    missing += Math.max(0, 2 - result.edges.length)
    const right = changes.map(change => `c${change + 1}`)
    wrong += result.edges.filter(({ among }) => !right.some(id => among.includes(id))).length
  }
  t.comment(`${wrong} of ${edges} edges wrong, ${missing} missing`)
  t.ok(wrong <= mostWrong(200, usualRules.bound), `${wrong} of ${edges} wrong`)
  t.ok(missing <= 10, `${missing} missing`)
})

void t.test('--max-builds: what is known by then', async t => {
  const graph = graphOf(line(1000))
  const world = { ...chain(graph, [300, 700], [freeze, stuck, pass]), mostBuilds: 14 }
  const { end, builds, edges } = simulated(world, usualRules, randomFrom(1))
  t.match({ end, builds, edges }, { end: 'stopped', builds: 12, edges: [{ from: 'freeze', to: 'stuck' }] })
})

void t.test(
  '--good and --bad say nothing about a stretch between two revisions in the wrong order',
  async t => {
    const input = { graph: graphOf(line(100)), before: 'good', after: 'c100', rules: usualRules }
    const isFrozen = (id: string) => /^c(2\d|3\d|100|[89]\d)$/.test(id)
    const run = (search: Search, id: string) => answered(search, id, isFrozen(id) ? 'freeze' : 'pass', '')
    const first = ['c100', 'good', 'c30', 'c60'].flatMap(id => [id, id, id, id])
    const begin = begun({ ...input, goal: 'first-bad', symptom: null, mostBuilds: null })
    let search = first.reduce(run, begin)
    while (search.next.kind === 'run') search = run(search, search.next.id)
    t.same(
      edgesOf(search).found.map(({ from, to, among }) => `${from} → ${to} ${among}`),
      ['pass → freeze c20', 'freeze → pass c40', 'pass → freeze c80'],
    )
    t.same(search.unsearched, [])
  },
)
