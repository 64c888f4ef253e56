import t from 'tap'
import type { CellResult } from '../../../model/contract/result.ts'
import { passed } from '../../result.fixture.ts'
import { cellHistories } from './cell-history.ts'

const good = passed()
const lost = passed({ outcome: 'fail', symptom: 'loss', expected: false })
const stuck = passed({ outcome: 'fail', symptom: 'stuck', expected: false })
const doubt = passed({ outcome: 'inconclusive' })

const day = (index: number) => `2026-01-${String(index + 1).padStart(2, '0')}T02:00:00.000Z`
const past = (...testRuns: readonly (CellResult | readonly CellResult[])[]) =>
  cellHistories(
    testRuns.map((results, index) => ({ startedAt: day(index), results: [results].flat() as CellResult[] })),
  )(good)

void t.test('since when it fails or passes, and when it last did not', async t => {
  const since = (...testRuns: readonly CellResult[]) => past(...testRuns).since
  t.strictSame(since(good, lost, doubt, stuck), {
    outcome: 'fail',
    startedAt: day(1),
    before: day(0),
    answers: 2,
  })
  t.strictSame(since(lost, lost, doubt, good), {
    outcome: 'pass',
    startedAt: day(3),
    before: day(1),
    answers: 1,
  })
  t.strictSame(since(doubt, lost, doubt), {
    outcome: 'fail',
    startedAt: day(1),
    before: null,
    answers: 1,
  })
  t.equal(since(doubt), null)
})

void t.test('a test run whose repeats disagree neither fails nor passes', async t => {
  t.equal(past(good, [good, lost, good], doubt).since, null)
  t.strictSame(past(lost, [good, good], [good, lost, good], [good, good], good).since, {
    outcome: 'pass',
    startedAt: day(3),
    before: day(2),
    answers: 3,
  })
})

void t.test('a regression is one change, a flaky cell many; what says nothing is no step', async t => {
  t.strictSame(past(good, good, lost, lost).flakes, { changes: 1, steps: 3 })
  t.strictSame(past(good, lost, good, doubt, stuck, lost).flakes, { changes: 4, steps: 4 })
  t.equal(past(good, lost, good, doubt, stuck, lost).answers, 5)
  t.strictSame(past([good, lost, good]).flakes, { changes: 2, steps: 2 }, 'repeats of one test run too')
})

void t.test('the trend: the older half of the steps and the newer', async t => {
  t.strictSame(past(good, good, doubt, good, lost, good).trend, {
    older: { changes: 0, steps: 2 },
    newer: { changes: 2, steps: 2 },
  })
})

void t.test('a change that came with another version is no flake', async t => {
  const newer = { ...lost, qemu: { ...lost.qemu, version: '7.2.23' } }
  t.strictSame(past(good, newer, newer).flakes, { changes: 0, steps: 1 })
  t.equal(past(good, newer).since?.startedAt, day(1))
})

void t.test('only the same cell counts, and its last thirty runs are shown', async t => {
  const other = passed({ case: 'debugcon' })
  const { runs } = past(...Array.from({ length: 40 }, (_, index) => [passed({ seconds: index }), other]))
  t.equal(runs.length, 30)
  t.equal(runs.at(-1)?.result.seconds, 39)
  const long = past(lost, ...Array.from({ length: 40 }, () => good))
  t.strictSame(
    [long.since?.before, long.since?.answers, long.flakes],
    [day(0), 40, { changes: 0, steps: 29 }],
    'but how long it passes is said of the whole history',
  )
})
