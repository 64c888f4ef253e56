import t from 'tap'
import { graph, measured, mostWrong } from './error-bound.fixture.ts'
import { usualRules } from './rules.ts'
import { oneBug, randomFrom, simulated } from './simulated-bisection.fixture.ts'

/** A part of what test/long/error-bound.test.ts measures. */
for (const [rate, rateWithout] of [
  [1, 0],
  [0.5, 0.02],
  [0.2, 0],
] as const) {
  void t.test(`a bug that shows in ${rate} of runs, and in ${rateWithout} without it`, async t => {
    const { wrong, ended, runs } = measured(200, { rateWith: () => rate, rateWithout })
    t.comment(`${wrong} of ${ended} answers were wrong; ${runs} runs a bisection`)
    t.ok(wrong <= mostWrong(200, usualRules.bound), `${wrong} of ${ended} wrong`)
  })
}

void t.test('ends that are alike, swapped or too flaky are refused', async t => {
  const ends = (rate: number, rateWithout: number) => {
    const random = randomFrom(1)
    const world = oneBug({ graph, change: 9, goal: 'first-bad', rateWith: () => rate, rateWithout })
    return Array.from({ length: 50 }, () => simulated(world, usualRules, random).end)
  }
  t.same(new Set(ends(0, 0)), new Set(['alike']))
  t.same(new Set(ends(1, 1)), new Set(['alike']))
  t.same(new Set(ends(0, 1)), new Set(['swapped']))
  t.notOk(ends(0.6, 0.4).includes('done'))
  t.notOk(ends(0.5, 0.5).includes('done'))
})
