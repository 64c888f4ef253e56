import t from 'tap'
import type { CellResult } from '../model/contract/result.ts'
import { cellHistories } from './cell-history.ts'
import { passed } from './result.fixture.ts'

const good = passed()
const lost = passed({ outcome: 'fail', symptom: 'loss', expected: false })
const stuck = passed({ outcome: 'fail', symptom: 'stuck', expected: false })
const doubt = passed({ outcome: 'inconclusive' })

const day = (index: number) => `2026-01-${String(index + 1).padStart(2, '0')}T02:00:00.000Z`
const past = (...testRuns: readonly (CellResult | readonly CellResult[])[]) =>
  cellHistories(
    testRuns.map((results, index) => ({ startedAt: day(index), results: [results].flat() as CellResult[] })),
  )(good)

void t.test('since when it fails, and when it last passed', async t => {
  t.equal(past(lost, good).failsSince, null)
  t.strictSame(past(good, lost, doubt, stuck).failsSince, { startedAt: day(1), lastGood: day(0), runs: 2 })
  t.strictSame(past(lost, doubt).failsSince, { startedAt: day(0), lastGood: null, runs: 1 })
  t.equal(past(doubt).failsSince, null)
})

void t.test('a regression is one change, a flaky cell many; what says nothing is no step', async t => {
  t.strictSame(past(good, good, lost, lost).flakes, { changes: 1, steps: 3 })
  t.strictSame(past(good, lost, good, doubt, stuck, lost).flakes, { changes: 4, steps: 4 })
  t.strictSame(past([good, lost, good]).flakes, { changes: 2, steps: 2 }, 'repeats of one test run too')
})

void t.test('a change that came with another version is no flake', async t => {
  const newer = { ...lost, qemu: { ...lost.qemu, version: '7.2.23' } }
  t.strictSame(past(good, newer, newer).flakes, { changes: 0, steps: 1 })
  t.strictSame(past(good, newer).failsSince?.startedAt, day(1))
})

void t.test('only the same cell counts, and its last thirty runs are shown', async t => {
  const other = passed({ case: 'debugcon' })
  const { runs } = past(...Array.from({ length: 40 }, (_, index) => [passed({ seconds: index }), other]))
  t.equal(runs.length, 30)
  t.equal(runs.at(-1)?.result.seconds, 39)
})
