import { createHash } from 'node:crypto'
import t from 'tap'
import { storedStory } from '../judge/stories/stored-story.fixture.ts'
import { at, begin, end, peer, started, story } from '../judge/stories/story.fixture.ts'
import type { Evidence } from '../model/contract/evidence.ts'
import type { CellResult } from '../model/contract/result.ts'
import { html } from './html.ts'
import { elements } from './page/elements.fixture.ts'
import type { EarlierTestRun } from './page/history/cell-history.ts'
import type { PlannedCell } from './reporter.ts'
import { frozen, hostile, hostileText, passed, planned, testRun, written } from './result.fixture.ts'

const assets = { style: 'body{}', script: 'void 0' }
const golden = (name: string): Evidence => ({
  history: storedStory(name),
  commandLine: 'qemu-system-x86_64 \\\n  -nodefaults\n',
  reproduction: 'Start QEMU:\n',
})

function page(
  results: readonly CellResult[],
  kept: Evidence | null = null,
  past: readonly EarlierTestRun[] = [],
  left: readonly PlannedCell[] = [],
): string {
  const settings = { testRun, past, docs: null, cases: [], assets }
  return written(
    write => html(write, settings),
    results,
    testRun.plan.cells,
    () => kept,
    left,
  )
}

void t.test('the page says at once what is unexpected, and where', async t => {
  const text = page([passed(), frozen({ expected: false })], golden('freeze-undocumented'))
  t.match(text, '<h1 class="bad">2 cells, 1 unexpected</h1>')
  t.match(
    text,
    '<a href="#debugcon@7.2.22">debugcon on QEMU 7.2.22 (debian-bookworm, tcg)</a> vCPU 0 retries',
  )
  t.match(text, '<td class="unexpected " data-states="unexpected"><a href="#debugcon@7.2.22"')
  t.match(text, '<section class="cell" id="debugcon@7.2.22"')
  t.match(text, '<pre id="cell-2-command-line" tabindex="0">qemu-system-x86_64 \\\n  -nodefaults</pre>')
  t.match(text, 'data-copy="cell-2-reproduction"')
  t.match(text, 'Evidence: threads')
})

void t.test('all as documented, and a test run that was interrupted', async t => {
  t.match(page([passed(), frozen()]), '<h1 class="good">2 cells, nothing unexpected</h1>')
  t.match(page([passed()]), '<h1 class="doubt">1 of 2 cells (the rest was not run), nothing unexpected')
  t.notMatch(page([passed()]), /Needs attention|Not run/)
  t.match(
    page([passed()], null, [], [planned(frozen())]),
    /Not run: 1 cell<\/summary>\n<ul><li>debugcon on QEMU 7\.2\.22 \(debian-bookworm, tcg\)</,
  )
})

void t.test('edges, repeats of one cell, and the past', async t => {
  const sid = { label: 'debian-sid', path: '/cache/sid', version: '11.1.3' }
  const bad = { outcome: 'fail', symptom: 'loss', expected: false, qemu: sid } as const
  const results = [passed({ repeat: 1 }), passed({ repeat: 2 }), passed(bad)]
  const past = [passed(), passed(bad), passed(bad)].map((result, index) => ({
    startedAt: `2026-01-0${index + 1}T02:00:00Z`,
    results: [result],
  }))
  const text = page(results, null, past)
  t.match(text, '<span class="edge">last good</span>')
  t.match(text, '<span class="edge">first bad</span>')
  t.match(
    text,
    'all 2 repeats: <a href="#unix-server@7.2.22,debian-bookworm,tcg,1" aria-current="true">✔ pass</a>',
  )
  t.match(text, 'failing since 2026-01-02 02:00 UTC (3 answers); the history has no answer before')
  t.match(text, '2 of 2')
  const late = page([passed({ ...bad, outcome: 'inconclusive' })], null, past)
  t.match(
    late,
    'failing since 2026-01-02 02:00 UTC (2 answers); the history has no answer before; the last run gave no answer',
  )
})

void t.test('cells stand in the order of the results, whichever ended first', async t => {
  let text = ''
  const reporter = html(
    more => {
      text += more
    },
    { testRun, past: [], docs: null, cases: [], assets },
  )
  const [slow, quick] = [passed(), frozen({ expected: false })]
  for (const result of [quick, slow])
    reporter.cellEnded?.(result, { history: [], reproduction: `how to play ${result.case}` })
  reporter.end?.([slow, quick], 2)
  const ids = [
    ...text.matchAll(
      /<section class="cell" id="([^"]+@[^"]+)"[\s\S]*?<pre id="(cell-\d)-reproduction" tabindex="0">([^<]*)</g,
    ),
  ]
  t.strictSame(
    ids.map(([, ...parts]) => parts),
    [
      ['unix-server@7.2.22', 'cell-2', 'how to play unix-server'],
      ['debugcon@7.2.22', 'cell-1', 'how to play debugcon'],
    ],
  )
})

void t.test('only our own script and style may run, and nothing may be loaded', async t => {
  const hash = (text: string) => createHash('sha256').update(text).digest('base64')
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page([passed()]))?.[1]
  t.equal(
    policy?.replaceAll('&#39;', "'"),
    `default-src 'none'; img-src data:; style-src 'sha256-${hash(assets.style)}'; script-src 'sha256-${hash(assets.script)}'`,
  )
})

void t.test('no foreign text is markup, wherever it comes from', async t => {
  const text = hostileText
  const history = story(
    begin({ case: text }),
    at(2000, { kind: 'step', step: 1, edge: 'begin', text }),
    peer(2050, 'opened', text),
    started(2100),
    at(2200, { kind: 'job', job: text, event: 'started', command: text }),
    at(2250, { kind: 'job', job: text, event: 'said', text }),
    at(2300, { kind: 'qmp-event', event: text, data: { [text]: text } }),
    at(2400, { kind: 'evidence', name: text, data: [text] }),
    at(2450, { kind: 'evidence', name: 'threads', data: { threads: [{ name: text, state: text }, text] } }),
    at(2500, { kind: 'qemu', event: 'exited', code: 1, signal: null, words: text, panic: text }),
    at(2550, { kind: 'note', text }),
    end(2600),
  )
  const kept = { history, commandLine: text, reproduction: text, script: text, problem: text }
  const results = [hostile(), hostile({ outcome: 'inconclusive', repeat: 2 })]
  const whole = page(results, kept, [{ startedAt: testRun.startedAt, results }], [planned(hostile())])
  const all = elements(whole)
  t.strictSame(
    all.filter(({ name }) => name === 'script').map(({ attributes }) => attributes['type'] ?? 'ours'),
    ['application/json', 'application/json', 'ours'],
  )
  t.notOk(all.some(({ name }) => name === 'img'))
  for (const { name, attributes } of all) {
    if (Object.keys(attributes).some(attribute => attribute.startsWith('on'))) t.fail(`${name} has a handler`)
    if (name === 'a') t.match(attributes['href'], /^#[\w@,.+-]+$/)
  }
  t.notMatch(whole.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/u)
  t.match(
    all.find(({ name }) => name === 'pre')?.text,
    '</script><script>alert(1)</script>',
    'it is all there, as text',
  )
  const data = all.find(({ name, attributes }) => name === 'script' && attributes['id'] === 'cell-1-line')
  t.match(JSON.parse(data?.text ?? ''), { lanes: [{ spans: [{ text: /^<\/script><script>/ }] }] })
})

void t.test('150 cells with long journals make a page of less than 15 MB', async t => {
  const long = story(
    begin(),
    Array.from({ length: 12_000 }, (_, index) => at(2000 + index * 10, { kind: 'tick', lateMs: index % 60 })),
    Array.from({ length: 12_000 }, (_, index) =>
      at(2000 + index * 10, { kind: 'read', peer: 'peer1', bytes: 4096, total: 4096 * index }),
    ),
    Array.from({ length: 2000 }, (_, index) =>
      at(2000 + index * 60, { kind: 'job', job: 'job1', event: 'said', text: `line ${index} `.repeat(20) }),
    ),
    at(121_000, { kind: 'evidence', name: 'console', data: ['x'.repeat(200_000)] }),
    end(122_000),
  )
  const results = Array.from({ length: 150 }, (_, index) => passed({ case: `case-${index}` }))
  const began = performance.now()
  const { length } = page(results, { ...golden('pass'), history: long })
  t.ok(length < 15e6, `${(length / 1e6).toFixed(1)} MB in ${Math.round(performance.now() - began)} ms`)
})
