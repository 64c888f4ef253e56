import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { InfraError } from '../model/errors.ts'
import { frozen, passed, testRun } from '../report/result.fixture.ts'
import { ResultsFolder, readResults } from './results-folder.ts'
import { TestRunWriter } from './test-run-writer.ts'

void t.test('a write error is reported once and thrown at the end, and the results stay valid', async t => {
  const path = mkdtempSync(join(tmpdir(), 'cfc-test-'))
  t.teardown(() => rmSync(path, { recursive: true }))
  const said: string[] = []
  using writer = new TestRunWriter([new ResultsFolder(path, testRun)], word => said.push(String(word)))
  const endedAt = '2026-01-03T02:01:00Z'
  writer.write({ endedAt, result: passed() }, { history: [] })
  writer.check()
  // No folder can be made there any more, for root neither.
  rmSync(join(path, 'cells'), { recursive: true })
  writeFileSync(join(path, 'cells'), '')
  for (const repeat of [1, 2]) writer.write({ endedAt, result: frozen({ repeat }) }, { history: [] })
  writer.write({ endedAt, result: passed({ repeat: 3 }) }, null)
  t.match(said, [/^Stopped writing results: cannot keep results in \S+: ENOTDIR/])
  t.equal(said.length, 1)
  t.throws(() => writer.check(), InfraError)
  t.match(readResults(path), { cutShort: false, cells: { length: 1 } })
})

void t.test('an unreadable journal is not stored as an empty one', async t => {
  const path = mkdtempSync(join(tmpdir(), 'cfc-test-'))
  t.teardown(() => rmSync(path, { recursive: true }))
  using writer = new TestRunWriter([new ResultsFolder(path, testRun)], () => undefined)
  writer.write({ endedAt: testRun.startedAt, result: passed() }, { history: [], problem: 'line 3 is broken' })
  t.throws(() => writer.check(), { name: 'InfraError', message: /line 3 is broken/ })
  t.strictSame(readResults(path).cells, [])
})
