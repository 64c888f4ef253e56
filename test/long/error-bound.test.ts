import t from 'tap'
import { graph, measured, mostWrong } from '../../src/bisect/search/error-bound.fixture.ts'
import { usualRules } from '../../src/bisect/search/rules.ts'
import { oneBug, randomFrom, simulated } from '../../src/bisect/search/simulated-bisection.fixture.ts'

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
    const { edges } = simulated(oneBug({ graph, change, goal: 'first-bad', rateWith }), usualRules, random)
    if (!edges.some(({ among }) => among.includes(graph.ids[change] ?? ''))) wrong += 1
  }
  t.comment(`${wrong} of 500 answers were wrong`)
  t.ok(wrong <= mostWrong(500, usualRules.bound), `${wrong} of 500 wrong`)
})
