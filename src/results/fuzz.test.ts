import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import t from 'tap'
import type { CellResult } from '../model/contract/result.ts'
import type { TestRun } from '../model/contract/test-run.ts'
import { mutatedBytes, mutatedJson } from '../model/fuzz/mutated.fixture.ts'
import { readOrRefused, tries } from '../model/fuzz/survives.fixture.ts'
import { differencesOf } from '../report/difference/difference.ts'
import { differenceText } from '../report/difference/difference-text.ts'
import { github } from '../report/github.ts'
import { gridTable } from '../report/grid/grid-text.ts'
import { html } from '../report/html.ts'
import { json } from '../report/json.ts'
import { jsonl } from '../report/jsonl.ts'
import { junit } from '../report/junit.ts'
import { pretty } from '../report/pretty.ts'
import { hostile, passed, testRun, written } from '../report/result.fixture.ts'
import { tap } from '../report/tap.ts'
import { readEvidence } from './evidence-folder.ts'
import { lockFolder } from './lock-folder.ts'
import { merged } from './merged.ts'
import { readResults } from './results-folder.ts'
import { cellText, parseDocument, parseResults, testRunText } from './results-text.ts'

const golden = (file: string) => readFileSync(join(process.cwd(), 'fixtures', '0.1.0', file), 'utf8')
const endedAt = testRun.startedAt
const ours =
  testRunText({ ...testRun, plan: { cells: 2, shard: { index: 1, of: 2, wholeCells: 4 } } }) +
  [hostile({ repeat: 1 }), passed({ repeat: 2 })]
    .map((result, index) => cellText({ number: index + 1, place: index + 1, endedAt, files: null, result }))
    .join('')
const texts = [ours, golden('results/results.jsonl'), golden('shard-1/results.jsonl')]

void t.test('results.jsonl: read or refused; what is read can be merged, compared and reported', async t => {
  fc.assert(
    fc.property(mutatedJson(texts), text => {
      const results = readOrRefused(() => parseResults(text, 'results.jsonl'))
      if (results === null) return
      const part = { path: 'folder', results }
      const joined = readOrRefused(() => merged([part], 2))
      readOrRefused(() => merged([part, { path: 'other', results }]))
      for (const cell of results.cells) readOrRefused(() => cellText(cell))
      if (joined !== null)
        allReports(
          joined.cells.map(({ cell }) => cell.result),
          { ...results.testRun, ...joined.testRun },
        )
    }),
    tries(150),
  )
  t.pass()
})

void t.test('a document of --json: read, refused, or something else', async t => {
  fc.assert(
    fc.property(mutatedJson([golden('document.json')]), text => {
      const found = readOrRefused(() => parseDocument(text, 'document.json'))
      if (found) allReports(found.results, testRun)
    }),
    tries(50),
  )
  t.pass()
})

void t.test('the files of a results folder, a cell and a run directory', async t => {
  const folder = t.testdir()
  const journal = gzipSync(readFileSync(join(process.cwd(), 'fixtures/journals/stories/pass.jsonl')))
  const owner = '{"pid":1,"startTime":"7","bootId":"x"}\n'
  const files = fc.record({
    gz: mutatedBytes(journal),
    owner: mutatedJson([owner]),
    results: mutatedJson(texts),
  })
  fc.assert(
    fc.property(files, ({ gz, owner, results }) => {
      writeFileSync(join(folder, 'journal.jsonl.gz'), gz)
      writeFileSync(join(folder, 'owner.json'), owner)
      writeFileSync(join(folder, 'results.jsonl'), results)
      readOrRefused(() => readEvidence(folder))
      readOrRefused(() => readResults(folder))
      readOrRefused(() => lockFolder(folder)())
    }),
    tries(60),
  )
  t.pass()
})

function allReports(results: readonly CellResult[], of: TestRun): void {
  const assets = { style: '', script: '' }
  const past = [{ startedAt: of.startedAt, results }]
  const makers: readonly ((write: (text: string) => void) => ReturnType<typeof tap>)[] = [
    write => pretty(write, { colour: true }),
    write => gridTable(write, { colour: false }),
    tap,
    write => junit(write, of),
    write => json(write, of),
    write => jsonl(write, of),
    write => github(write, write),
    write => html(write, { testRun: of, past, docs: null, cases: [], assets }),
  ]
  for (const make of makers) readOrRefused(() => written(make, results))
  readOrRefused(() => differenceText(differencesOf(results, results.slice(1)), { colour: false }))
}
