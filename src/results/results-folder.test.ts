import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { ourselves } from '../cache/owner.ts'
import { parseJournal } from '../judge/journal-text.ts'
import type { Evidence } from '../model/contract/evidence.ts'
import { UsageError } from '../model/errors.ts'
import { frozen, passed, testRun } from '../report/result.fixture.ts'
import { readEvidence, readJournal } from './evidence-folder.ts'
import { readPast } from './history.ts'
import { ResultsFolder, readResults, refuseUnlessFree } from './results-folder.ts'

const golden = (name: string) =>
  readFileSync(join(process.cwd(), 'fixtures', 'journals', 'stories', `${name}.jsonl`), 'utf8')
const endedAt = '2026-01-03T02:01:00Z'

function folder(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'cfc-test-'))
  t.teardown(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const evidence: Evidence = {
  history: parseJournal(golden('pass')),
  commandLine: 'qemu-system-x86_64 -nodefaults\n',
  reproduction: 'Start QEMU:\n',
  script: '#!/bin/sh\n',
}

/** A run directory as a run leaves it. */
function runDirectory(t: Test, journal = golden('pass')): string {
  const path = folder(t)
  writeFileSync(join(path, 'journal.jsonl'), journal)
  writeFileSync(join(path, 'command-line'), 'qemu-system-x86_64 -nodefaults\n')
  writeFileSync(join(path, 'reproduction'), 'Start QEMU:\n')
  writeFileSync(join(path, 'reproduce.sh'), '#!/bin/sh\n', { mode: 0o755 })
  writeFileSync(join(path, 'console'), 'not kept')
  return path
}

void t.test('the cells of a test run are stored and read again', async t => {
  const path = join(folder(t), 'new', 'results')
  using results = new ResultsFolder(path, testRun)
  results.add({ endedAt, place: 7, result: passed({ dir: '/run' }) }, evidence)
  results.add({ endedAt, result: frozen({ outcome: 'skip' }) }, null)
  const read = readResults(path)
  t.strictSame(read.testRun, testRun)
  t.strictSame(
    read.cells,
    [
      { number: 1, place: 7, endedAt, files: 'cells/1-unix-server-debian-bookworm-tcg', result: passed() },
      { number: 2, endedAt, files: null, result: frozen({ outcome: 'skip' }) },
    ],
    'without a run directory that may be gone, or on another machine',
  )
  const cell = join(path, read.cells[0]?.files ?? '')
  t.strictSame(readdirSync(cell).sort(), ['command-line', 'journal.jsonl.gz', 'reproduce.sh', 'reproduction'])
  t.equal(readJournal(cell), golden('pass'))
  t.strictSame(readEvidence(cell), evidence)
  t.ok(statSync(join(cell, 'reproduce.sh')).mode & 0o100, 'it can still be run')
  t.strictSame(readEvidence(runDirectory(t)), evidence, 'a run directory reads the same')
})

void t.test('names of cases and QEMUs are made safe for paths', async t => {
  const path = folder(t)
  using results = new ResultsFolder(path, testRun)
  const qemu = { label: '../../\u0000etc/…', path: '/', version: '1' }
  results.add({ endedAt, result: passed({ qemu, case: '../x' }) }, evidence)
  t.strictSame(readdirSync(join(path, 'cells')), ['1-..-x-..-..-etc--tcg'])
  t.equal(readResults(path).cells.length, 1)
})

void t.test('a folder holds one test run', async t => {
  const path = folder(t)
  new ResultsFolder(path, testRun)[Symbol.dispose]()
  t.throws(
    () => new ResultsFolder(path, testRun),
    new UsageError(`--results: ${path} has results already: choose another folder, or remove it`),
  )
  writeFileSync(join(path, 'file'), '')
  t.throws(() => new ResultsFolder(join(path, 'file', 'x'), testRun), UsageError)
  t.throws(() => readResults(join(path, 'nothing')), /cannot read the results folder .*nothing/)
})

void t.test('the results of a killed test run can be resumed', async t => {
  const path = folder(t)
  const file = join(path, 'results.jsonl')
  {
    using results = new ResultsFolder(path, testRun)
    results.add({ endedAt, result: passed() }, evidence)
    results.add({ endedAt, result: frozen() }, evidence)
  }
  // Killed while it wrote the second cell's line, and its files.
  truncateSync(file, readFileSync(file).length - 20)
  mkdirSync(join(path, 'cells', '2-unix-server-debian-bookworm-tcg.part'))
  t.match(readResults(path), { cutShort: true, cells: { length: 1 } })
  {
    using results = new ResultsFolder(path, testRun, true)
    results.add({ endedAt, result: passed({ repeat: 2 }) }, evidence)
  }
  const after = readResults(path)
  t.match(after, { cutShort: false, cells: [{ number: 1 }, { number: 2, result: { repeat: 2 } }] })
  t.notOk(existsSync(join(path, 'cells', '2-unix-server-debian-bookworm-tcg.part')))
  // A whole line that only lacks its newline stays.
  truncateSync(file, readFileSync(file).length - 1)
  {
    using results = new ResultsFolder(path, testRun, true)
    results.add({ endedAt, result: frozen() }, null)
  }
  t.equal(readResults(path).cells.length, 3)
})

void t.test('results without a cell are replaced', async t => {
  const path = folder(t)
  new ResultsFolder(path, testRun)[Symbol.dispose]()
  const other = { ...testRun, startedAt: '2026-02-01T02:00:00Z' }
  using results = new ResultsFolder(path, other, true)
  results.add({ endedAt, result: passed() }, null)
  t.match(readResults(path), { testRun: other, cells: [{ number: 1 }] })
})

void t.test('checking a results folder creates nothing', async t => {
  const path = folder(t)
  refuseUnlessFree(join(path, 'new', 'results'))
  t.strictSame(readdirSync(path), [])
  writeFileSync(join(path, 'file'), '')
  t.throws(() => refuseUnlessFree(join(path, 'file', 'x')), {
    name: 'UsageError',
    message: /cannot write to \S+file\/x: ENOTDIR/,
  })
})

void t.test('a truncated or broken journal does not affect other files', async t => {
  t.equal(readEvidence(runDirectory(t, golden('pass').slice(0, -30))).problem, undefined)
  const broken = readEvidence(runDirectory(t, 'no journal\n'))
  t.match(broken, { history: [], problem: /line 1 of the journal/, commandLine: /^qemu/ })
  t.match(readEvidence(folder(t)), { history: [], problem: /there is no journal\.jsonl/ })
})

void t.test('the history is read in order of time; a broken test run is reported and skipped', async t => {
  const path = folder(t)
  for (const [name, startedAt] of [
    ['a', '2026-01-02T02:00:00Z'],
    ['b', '2026-01-01T02:00:00Z'],
    ['c', '2026-01-03T02:00:00Z'],
  ] as const)
    new ResultsFolder(join(path, name), { ...testRun, startedAt })[Symbol.dispose]()
  appendFileSync(join(path, 'c', 'results.jsonl'), 'broken\nbroken\n')
  mkdirSync(join(path, 'something else'))
  const leftOut: string[] = []
  t.strictSame(
    readPast(path, why => leftOut.push(why)).map(({ testRun }) => testRun.startedAt.slice(0, 10)),
    ['2026-01-01', '2026-01-02'],
  )
  t.match(leftOut, [/c\/results.jsonl, line 2: it is not JSON: "broken"/])
  t.strictSame(readPast(join(path, 'not yet'), t.fail), [])
})

void t.test('only one process at a time writes to a folder', async t => {
  const path = folder(t)
  const first = new ResultsFolder(path, testRun)
  t.throws(() => new ResultsFolder(path, testRun, true), {
    name: 'UsageError',
    message: new RegExp(`in use by process ${process.pid}`),
  })
  t.ok(existsSync(join(path, 'results.jsonl')))
  first[Symbol.dispose]()
  new ResultsFolder(path, testRun, true)[Symbol.dispose]()
  writeFileSync(join(path, 'owner.json'), JSON.stringify({ ...ourselves(), startTime: 'long ago' }))
  new ResultsFolder(path, testRun, true)[Symbol.dispose]()
  t.notOk(existsSync(join(path, 'owner.json')), 'what a killed one left says nothing')
})

void t.test('a history that is a file', async t => {
  const path = join(folder(t), 'file')
  writeFileSync(path, '')
  t.throws(() => readPast(path, () => undefined), { name: 'UsageError', message: /is a file/ })
})
