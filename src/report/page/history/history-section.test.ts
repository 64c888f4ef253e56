import t from 'tap'
import { frozen, passed } from '../../result.fixture.ts'
import { cellHistories } from './cell-history.ts'
import { historySection } from './history-section.ts'

const good = passed()
const bad = passed({ outcome: 'fail', symptom: 'loss', expected: false })
const doubt = passed({ outcome: 'inconclusive' })
const documented = frozen({ case: good.case })
const day = (index: number) => `2026-01-${String(index + 1).padStart(2, '0')}T02:00:00.000Z`

/** The lines of the section. */
function lines(...results: readonly (typeof good)[]): string[] {
  const testRuns = results.map((result, index) => ({ startedAt: day(index), results: [result] }))
  const text = historySection(cellHistories(testRuns)(good), new Set())?.text ?? ''
  return [...text.matchAll(/<li>(.*?)<\/li>/g)].map(([, line = '']) => line)
}

void t.test('a first run has no history', async t => {
  t.strictSame(lines(good), [])
})

void t.test('a cell that always ends as documented has no since', async t => {
  t.strictSame(lines(documented, doubt, documented), [
    '2 of 3 runs passed or failed, always with the same outcome on the same version',
    'took 8.0 s before (median of 1 answer)',
  ])
  t.equal(lines(documented, documented, documented).at(-1), 'took 8.0 s before (median of 2 answers)')
})

void t.test('a run that was skipped took no time', async t => {
  const skip = passed({ outcome: 'skip', seconds: 0 })
  t.strictSame(lines(skip, skip, good), ['1 of 3 runs passed or failed'])
})

void t.test('how flaky it is, of the runs with an answer, and whether it grows', async t => {
  const rising = lines(good, good, doubt, good, good, good, bad, good, bad, good)
  t.equal(rising[0], 'passing since 2026-01-10 02:00 UTC (1 answer); last failed 2026-01-09 02:00 UTC')
  t.equal(
    rising[1],
    'flake rate 50 %: 9 of 10 runs passed or failed; on the same version the outcome changed 4 of 8 times',
  )
  t.equal(rising[2], 'rising: it changed 0 of 4 times in the older half, 4 of 4 times in the newer')
  t.match(lines(bad, good, bad, good, good, good, good, good, good)[2], 'falling: it changed 3 of 4 times')
  t.match(lines(good, bad, good, good, bad, good, good)[2], 'no trend: it changed 2 of 3 times')
})

void t.test('marks lead to the test runs that the page lists, and only to those', async t => {
  const testRuns = [good, good, bad].map((result, index) => ({ startedAt: day(index), results: [result] }))
  const text = historySection(cellHistories(testRuns)(good), new Set([day(1)]))?.text ?? ''
  t.strictSame(
    [...text.matchAll(/href="([^"]*)"/g)].map(([, href]) => href),
    ['#test-run-2026-01-02T02-00-00.000Z'],
  )
})
