import t from 'tap'
import type { StoredCell } from '../model/contract/document.ts'
import { UsageError } from '../model/errors.ts'
import { frozen, hostile, passed, testRun } from '../report/result.fixture.ts'
import { schemaComplaint } from '../report/schema.fixture.ts'
import { cellText, latestCells, parseDocument, parseResults, testRunText } from './results-text.ts'

const cell = (number: number, result = passed()): StoredCell => ({
  number,
  endedAt: '2026-01-03T02:01:00.000Z',
  files: `cells/${number}-unix-server`,
  result,
})
const three = [cell(1), cell(2, frozen()), cell(3, hostile())]
const whole = testRunText(testRun) + three.map(cellText).join('')

void t.test('what was written is read again and matches the schema', async t => {
  t.strictSame(parseResults(whole, 'results.jsonl'), { schema: 2, testRun, cells: three, cutShort: false })
  const [first, ...others] = whole.trimEnd().split('\n')
  t.equal(schemaComplaint(JSON.parse(first ?? ''), '/$defs/roundLine'), null)
  for (const line of others) t.equal(schemaComplaint(JSON.parse(line), '/$defs/cellLine'), null)
})

void t.test('the results before the point at which a writer was killed count', async t => {
  const bytes = Buffer.from(whole)
  const firstLine = Buffer.byteLength(testRunText(testRun))
  for (let length = firstLine; length <= bytes.length; length++) {
    const text = bytes.subarray(0, length).toString()
    const { cells, cutShort } = parseResults(text, 'results.jsonl')
    const ends = three.map((_, index) =>
      Buffer.byteLength(
        testRunText(testRun) +
          three
            .slice(0, index + 1)
            .map(cellText)
            .join(''),
      ),
    )
    // A last line that only lacks its newline is whole.
    const wanted = ends.filter(end => end - 1 <= length).length
    const isAtEnd = [firstLine, ...ends].some(end => end === length || end - 1 === length)
    if (cells.length !== wanted || cutShort === isAtEnd)
      t.fail(`cut at ${length}: ${cells.length} cells, ${cutShort}`)
  }
  t.pass(`${bytes.length - firstLine} places`)
})

void t.test('anything else is a one-line error: where, what was expected, what was found', async t => {
  const line = (value: object) =>
    `${testRunText(testRun)}${JSON.stringify({ kind: 'cell', ...cell(1), ...value })}\n`
  const bad: [string, string][] = [
    ['', 'F is empty: expected the results of a test run'],
    ['{"kind":"ro', 'F is empty: expected the results of a test run'],
    ['[]\n', 'F, line 1: expected an object, got an empty list'],
    [cellText(cell(1)), 'F, line 1: kind: expected "round", got "cell"'],
    [
      testRunText(testRun).replace('"schema":2', '"schema":3'),
      'F, line 1: it has schema 3, this version reads schemas 1 and 2: use the tool that wrote it',
    ],
    [
      testRunText(testRun).replace('"cpus":2', '"cpus":-2'),
      'F, line 1: machine.cpus: expected a whole number from 1 on, got -2',
    ],
    [
      testRunText({ ...testRun, startedAt: '1 Jan 2026 (/../../elsewhere' }),
      'F, line 1: startedAt: expected a time (ISO 8601), got "1 Jan 2026 (/../../elsewhere"',
    ],
    [`${testRunText(testRun)}no\n${cellText(cell(1))}`, 'F, line 2: it is not JSON: "no"'],
    [line({ number: 'x' }), 'F, line 2: number: expected a whole number from 1 on, got "x"'],
    [line({ result: null }), 'F, line 2: result: expected an object, got null'],
    [
      line({ result: passed({ outcome: 'maybe' as 'pass' }) }),
      'F, line 2: result.outcome: expected one of pass, fail, inconclusive, skip, error, got "maybe"',
    ],
    [
      line({ result: { ...passed(), findings: [{ name: 'alive' }] } }),
      'F, line 2: result.findings[0].outcome: expected one of pass, fail, inconclusive, got nothing',
    ],
    [
      line({ result: { ...frozen(), expected: undefined } }),
      'F, line 2: result.expected: expected true or false with fail, got nothing',
    ],
    [
      line({ endedAt: 'soon\u202e\n\u001b[31m' }),
      'F, line 2: endedAt: expected a time (ISO 8601), got "soon\\u202e\\n\\u001b[31m"',
    ],
    ...['../../etc', '/etc', 'cells/../..', 'cells/..', 'cells/a/b', 'cells/'].map(
      (files): [string, string] => [
        line({ files }),
        `F, line 2: files: expected a folder like cells/1-unix-server-7.2.22, got "${files}"`,
      ],
    ),
  ]
  for (const [text, message] of bad) t.throws(() => parseResults(text, 'F'), new UsageError(message))
})

void t.test('fields of later versions and blank lines are ignored', async t => {
  const more = JSON.stringify({ kind: 'cell', ...cell(1), result: { ...passed(), news: 1 }, news: 2 })
  t.match(parseResults(`${testRunText(testRun)}\n\n${more}\n`, 'F').cells, [cell(1)])
})

void t.test('the latest result of a cell counts; repeats are separate', async t => {
  const cells = [
    cell(1, passed({ outcome: 'inconclusive' })),
    cell(2, frozen()),
    cell(3, passed({ repeat: 1 })),
    cell(4, passed({ repeat: 2 })),
    cell(5, passed({ accel: 'kvm' })),
  ]
  t.strictSame(
    latestCells(cells).map(({ number }) => number),
    [2, 3, 4, 5],
  )
})

void t.test('the document of --json can be read, too', async t => {
  const document = (more: object) => JSON.stringify({ schema: 1, tool: 'x', command: [], ...more }, null, 2)
  t.match(parseDocument(document({ results: [passed()] }), 'F'), { schema: 1, results: [passed()] })
  const doubtful = { ...passed(), outcome: 'inconclusive', expected: true }
  t.notOk('expected' in (parseDocument(document({ results: [doubtful] }), 'F')?.results[0] ?? {}))
  t.equal(parseDocument(whole, 'F'), null)
  t.equal(parseDocument('{}', 'F'), null)
  t.throws(() => parseDocument(document({ results: [{ ...passed(), seconds: null }] }), 'F'), {
    message: 'F: results[0].seconds: expected a number, got null',
  })
  t.throws(() => parseDocument(document({ results: [{ ...passed(), expected: undefined }] }), 'F'), {
    message: 'F: results[0].expected: expected true or false with pass, got nothing',
  })
  t.throws(() => parseDocument(document({ schema: 7, results: [] }), 'F'), /F: it has schema 7/)
})
