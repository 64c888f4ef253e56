import t from 'tap'
import { estimateOf } from './estimate.ts'
import { graphOf } from './graph.ts'
import { usualRules } from './rules.ts'
import { chain, line, randomFrom, simulated, type World } from './simulated-bisection.fixture.ts'

/** The estimated steps before each run. */
function estimates(world: World): number[] {
  const steps: number[] = []
  simulated(world, usualRules, randomFrom(1), search => steps.push(estimateOf(search, []).steps))
  return steps
}

/** By how much the estimate grew, each time that it did. */
function growths(steps: readonly number[]): number[] {
  return steps.flatMap((step, index) => {
    const growth = step - (steps[index - 1] ?? step)
    return growth > 0 ? growth : []
  })
}

const graph = graphOf(line(1931))

void t.test('it shrinks to nothing, and grows only where a class or a zone turns up', async t => {
  const one = estimates(chain(graph, [900], [{ freeze: 1 }, {}]))
  t.equal(one[0], 11)
  t.same(growths(one), [])
  t.equal(one.at(-1), 0)
  for (const order of [
    [{ freeze: 1 }, { stuck: 1 }, {}],
    [{}, { freeze: 1 }, { stuck: 1 }],
  ]) {
    const two = estimates(chain(graph, [600, 1100], order))
    t.ok(growths(two).length <= 1, `${two}`)
    t.equal(two.at(-1), 0)
  }
  const isBroken = (index: number) => index >= 600 && index < 1478
  const zone = estimates({ ...chain(graph, [900], [{ freeze: 1 }, {}]), isBroken })
  t.equal(growths(zone).length, 1, `${zone}`)
  t.ok((zone.at(-1) ?? 9) <= 1)
})
