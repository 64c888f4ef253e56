import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { passed, testRun } from '../../report/result.fixture.ts'
import { ResultsFolder } from '../../results/results-folder.ts'
import { testRunFolders } from './test-run-folders.ts'

const history = mkdtempSync(join(tmpdir(), 'cfc-history-'))
t.teardown(() => rmSync(history, { recursive: true }))
const nights = [1, 2, 4].map(day => `2026-01-0${day}T02:00:00.000Z`)

void t.test('a test run that began before others of the history has only the earlier ones', async t => {
  for (const startedAt of nights) {
    using folder = new ResultsFolder(
      join(history, startedAt.replaceAll(':', '-')),
      { ...testRun, startedAt },
      false,
    )
    folder.add({ place: 1, endedAt: startedAt, result: passed() }, null)
  }
  const past = (startedAt: string) =>
    testRunFolders(
      { history },
      () => t.fail(),
      () => startedAt,
    ).past.map(one => one.startedAt)
  t.strictSame(past('2026-01-03T02:00:00.000Z'), nights.slice(0, 2))
  t.strictSame(past('2026-01-05T02:00:00.000Z'), nights)
  t.strictSame(past('2026-01-02T02:00:00.000Z'), nights.slice(0, 1), 'it is there already')
  t.equal(
    testRunFolders(
      { history },
      () => t.fail(),
      () => nights[0] ?? '',
    ).earlierResults.length,
    2,
  )
})
