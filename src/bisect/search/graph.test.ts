import fc from 'fast-check'
import t from 'tap'
import { ancestry, graphOf, massBelow } from './graph.ts'
import { randomGraph } from './random-graph.fixture.ts'

void t.test('parents come before children, whatever the input order', async t => {
  const { ids, parents, outside } = graphOf([
    { id: 'd', parents: ['b', 'c'] },
    { id: 'c', parents: ['a'] },
    { id: 'b', parents: ['a', 'x'] },
    { id: 'a', parents: ['good'] },
  ])
  t.same([...ids].sort(), ['a', 'b', 'c', 'd'])
  for (const [index, of] of parents.entries()) t.ok(of.every(parent => parent < index))
  t.same(outside[ids.indexOf('a')], ['good'])
  t.same(outside[ids.indexOf('b')], ['x'])
})

void t.test('repeated revisions and cycles are rejected', async t => {
  const twice = [
    { id: 'a', parents: [] },
    { id: 'a', parents: [] },
  ]
  t.throws(() => graphOf(twice), { name: 'UsageError', message: /twice/ })
  const circle = [
    { id: 'a', parents: ['b'] },
    { id: 'b', parents: ['a'] },
  ]
  t.throws(() => graphOf(circle), { name: 'UsageError', message: /its own ancestor/ })
})

void t.test('weights are summed over ancestors, each once', async t => {
  fc.assert(
    fc.property(randomGraph(), graph => {
      const weights = Float64Array.from(graph.ids, (_, index) => 2 ** -index)
      const sums = massBelow(graph, weights)
      return graph.ids.every((_, index) => {
        const isIn = ancestry(graph, index)
        const sum = weights.reduce((sum, weight, other) => sum + weight * (isIn[other] ?? 0), 0)
        return Math.abs((sums[index] ?? 0) - sum) < 1e-9
      })
    }),
  )
  t.pass()
})

void t.test('50,000 revisions in a row do not overflow the stack', async t => {
  const revisions = Array.from({ length: 50_000 }, (_, index) => ({
    id: `${index}`,
    parents: [`${index - 1}`],
  }))
  t.equal(graphOf(revisions.reverse()).ids.at(-1), '49999')
})
