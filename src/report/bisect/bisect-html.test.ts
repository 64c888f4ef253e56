import t from 'tap'
import { storedStory } from '../../judge/stories/stored-story.fixture.ts'
import type { BisectReport } from '../../model/contract/bisect-report.ts'
import type { Evidence } from '../../model/contract/evidence.ts'
import { elements } from '../page/elements.fixture.ts'
import { hostileText } from '../result.fixture.ts'
import { bisectHtml } from './bisect-html.ts'
import { chain, edge, report, several } from './bisect-report.fixture.ts'

const assets = { style: 'body{}', script: 'void 0' }
const kept: Evidence = { history: storedStory('freeze-undocumented') }

function page(different: Partial<BisectReport> = {}, ofRun: Evidence | null = kept): string {
  return bisectHtml({ ...report, ...different }, { kept: () => ofRun, assets })
}

void t.test('the answer, both sides with their runs, all steps, and how to reproduce it', async t => {
  const text = page()
  t.match(
    text,
    '<h1 class="bad">First bad commit for freeze in unix-server: aaaaaaaaaaaa (chardev: write at once)</h1>',
  )
  t.match(text, '<li>A U Thor &lt;a@example.org&gt;, 2026-01-02; first released in v9.2.0</li>')
  t.match(text, '<li>after, aaaaaaaaaaaa: freeze in 4 of 4 runs: the guest stopped</li>')
  t.match(text, 'The chance of a wrong answer is at most 1 %. 100 revisions')
  const titles = elements(text).filter(({ name }) => name === 'h2')
  t.strictSame(
    titles.map(({ text }) => text.trim()),
    ['The change', 'With the bug:', 'Without the bug:', 'Steps', 'How to reproduce it'],
  )
  t.match(text, 'freeze in 4 of 4 runs: the guest stopped')
  t.match(text, '<figure class="time-line" data-line="side-1-line">')
  t.match(text, '<pre id="side-1-command-line" tabindex="0">qemu -M pc</pre>')
  t.match(text, '<pre id="build" tabindex="0">make -j8</pre>')
  t.match(text, 'data-copy="reproduction"')
  t.notMatch(text, 'id="side-1-reproduction"', 'one reproduction for both sides')
})

void t.test('the position of each step between the ends', async t => {
  const places = elements(page()).filter(({ name }) => name === 'circle' || name === 'svg')
  t.strictSame(
    places.map(({ attributes }) => attributes['cx'] ?? attributes['aria-label']),
    ['100 of 100', '116.0', '50 of 100', '60.0', 'the older end', '4.0'],
  )
})

void t.test('a fix, and a change that is one of several', async t => {
  t.match(page({ edges: [{ ...edge, from: 'freeze', to: 'pass' }] }), '<h1 class="good">First good commit')
  const text = page({ edges: [several] })
  t.match(text, 'unix-server: one of 2</h1>')
  t.match(
    text,
    '<li><code title="bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb">bbbbbbbbbbbb</code> chardev: tidy up</li>',
  )
  t.match(text, 'chardev: write at once (A U Thor &lt;a@example.org&gt;, 2026-01-02)</li>')
  t.match(text, '<summary>the end of its build log</summary><pre>main.c:1: error\nmake: ***</pre>')
})

void t.test('several changes', async t => {
  const text = page({ edges: [...chain] })
  t.match(text, '<h1 class="good">2 changes in unix-server: freeze → stuck → pass</h1>')
  t.match(text, '<li>stuck → pass: cccccccccccc (virtio-serial: go on)<ul>')
})

void t.test('without the run directories the report still has its own data', async t => {
  const text = page({}, { history: [], problem: 'no such file' })
  t.notMatch(text, '<figure')
  t.match(text, 'no journal: no such file')
  t.match(text, '<pre id="side-1-command-line"')
})

void t.test('no foreign text is markup', async t => {
  const evil = hostileText
  const name = { rev: evil, subject: evil, author: evil, date: evil, path: evil }
  const side = { ...edge.after, ...name, because: evil, commandLine: evil, dir: evil }
  const finding = { name: evil, outcome: 'fail', symptom: 'freeze', because: evil } as const
  const whole = page({
    ...{ case: evil, title: evil, tool: evil, command: [evil], notes: [evil], buildCommand: evil },
    ...{ reproduction: evil, range: { before: name, after: name } },
    edges: [
      {
        ...{ ...edge, ...name, after: { ...side, findings: [finding] } },
        ...{ before: { ...side, runs: 0 }, alsoBefore: [side] },
      },
    ],
    steps: report.steps.map(step => ({ ...step, ...name, because: evil })),
  })
  const all = elements(whole)
  t.notOk(all.some(({ name }) => name === 'img'))
  t.equal(
    all.filter(({ name, attributes }) => name === 'script' && attributes['type'] === undefined).length,
    1,
  )
  t.notMatch(whole.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/u)
})
