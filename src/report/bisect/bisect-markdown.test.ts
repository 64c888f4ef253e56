import t from 'tap'
import { type BisectSide, bisectReport } from '../../model/contract/bisect-report.ts'
import { misfit } from '../../model/contract/schema.ts'
import { jsonText } from '../json.ts'
import { bisectMarkdown } from './bisect-markdown.ts'
import { chain, edge, report, several } from './bisect-report.fixture.ts'

void t.test('the answer comes first', async t => {
  t.equal(
    bisectMarkdown(report, '/runs/reproduction.sh'),
    `# First bad commit for freeze in unix-server: aaaaaaaaaaaa (chardev: write at once)

- A U Thor \\<a@example.org\\>, 2026-01-02; first released in v9.2.0
- before, bbbbbbbbbbbb: pass in 8 of 8 runs: all is well
- after, aaaaaaaaaaaa: freeze in 4 of 4 runs: the guest stopped

Case: the host never reads

Bisected from bbbbbbbbbbbb (chardev: tidy up) to aaaaaaaaaaaa (chardev: write at once). The chance of a wrong answer is at most 1 %. 100 revisions, 7 builds (20 min), 30 runs (61.5 s).

## With the bug: aaaaaaaaaaaa (chardev: write at once)

Freeze in 4 of 4 runs: the guest stopped.

- alive: fail (freeze): the guest stopped
- accepted: 278 bytes

\`\`\`sh
qemu -M pc
\`\`\`

Journal: \`/runs/1/journal.jsonl\`

## Without the bug: bbbbbbbbbbbb (chardev: tidy up)

Pass in 8 of 8 runs: all is well.

## Steps

|  | revision | for | verdict | runs | build | doubt | because |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 1 | aaaaaaaaaaaa (chardev: write at once) | end | freeze | 4 of 4, 8 s |  |  | the guest stopped |
| 2 | bbbbbbbbbbbb (chardev: tidy up) | step | skip |  | 6 min | 50 % | the build failed |
| 3 | bbbbbbbbbbbb (chardev: tidy up) | check | pass | 0 of 8, 9 s |  | < 0.01 % | all is well |

<details><summary>The end of the build log of bbbbbbbbbbbb (chardev: tidy up)</summary>

\`\`\`
main.c:1: error
make: ***
\`\`\`

</details>

Note: the checkout has uncommitted changes.

## How to reproduce it

\`\`\`sh
chardev-fc bisect unix-server --build 'make -j8'
\`\`\`

Build command:

\`\`\`sh
make -j8
\`\`\`

The case without chardev-fc: the script \`/runs/reproduction.sh\`

(chardev-fc 0.2.0)
`,
  )
})

void t.test('a change that is one of several', async t => {
  const text = bisectMarkdown({ ...report, edges: [{ ...several, from: 'freeze', to: 'pass' }] }, null)
  t.match(text, /^# First good commit for freeze in unix-server: one of 2\n/)
  t.match(
    text,
    '  - bbbbbbbbbbbb (chardev: tidy up)\n  - aaaaaaaaaaaa (chardev: write at once) (A U Thor \\<a@example.org\\>, 2026-01-02)\n',
  )
})

void t.test('several changes, in order', async t => {
  const text = bisectMarkdown({ ...report, edges: [...chain] }, null)
  t.match(text, /^# 2 changes in unix-server: freeze → stuck → pass\n/)
  t.match(
    text,
    `- freeze → stuck: aaaaaaaaaaaa (chardev: write at once)
  - A U Thor \\<a@example.org\\>, 2026-01-02; first released in v9.2.0
  - before, bbbbbbbbbbbb: freeze in 4 of 4 runs: the guest stopped
  - after, aaaaaaaaaaaa: stuck in 3, pass in 1 of 4 runs: it never resumed
- stuck → pass: cccccccccccc (virtio-serial: go on)
`,
  )
  t.match(text, 'at most 1 %, for each change.')
  t.match(text, 'Stuck in 3, pass in 1 of 4 runs: it never resumed.')
  t.strictSame(text.match(/^## [^:\n]*(?=:)/gm), [
    '## Last with freeze',
    '## First with stuck',
    '## First with pass',
  ])
})

void t.test('one of each is singular', async t => {
  const totals = { revisions: 1, builds: 1, buildSeconds: 2, runs: 1, runSeconds: 3 }
  const after: BisectSide = { ...edge.after, runs: 1, classes: [{ class: 'freeze', runs: 1 }] }
  const text = bisectMarkdown({ ...report, totals, edges: [{ ...edge, after }] }, null)
  t.match(text, '1 revision, 1 build (2 s), 1 run (3 s).')
  t.match(text, 'freeze in 1 of 1 run: ')
})

void t.test('a wide zone is told by its edges, and by its width', async t => {
  const oneOf = Array.from({ length: 878 }, (_, index) => ({ rev: index.toString(16).padStart(40, '0') }))
  const text = bisectMarkdown({ ...report, edges: [{ ...several, oneOf }] }, null)
  t.match(
    text,
    '- pass → freeze: one of 878, after bbbbbbbbbbbb (chardev: tidy up), up to aaaaaaaaaaaa (chardev: write at once); those between could not be run\n  - before, ',
  )
  const stopped = bisectMarkdown({ ...report, edges: [{ ...several, oneOf, unfinished: true }] }, null)
  t.match(stopped, '; --max-builds was reached')
  t.notMatch(stopped, 'The chance of a wrong answer')
  const unchecked = bisectMarkdown({ ...report, edges: [{ ...edge, unfinished: true }] }, null)
  t.match(unchecked, /^# .* not checked \(/)
})

void t.test('foreign text is neither Markdown nor HTML nor a trick on a terminal', async t => {
  const evil = '| **x** <img src=a> `b`\u001b[2J [l](m) &#x202e;\n# new'
  const text = bisectMarkdown(
    {
      ...report,
      edges: [{ ...edge, author: `1. ${evil}`, subject: evil, after: { ...edge.after, because: evil } }],
      steps: report.steps.map(step => ({ ...step, subject: evil, because: evil })),
    },
    null,
  )
  t.match(text, '\\| \\*\\*x\\*\\* \\<img src=a\\> \\`b\\`\\\\x1b\\[2J \\[l\\](m) \\&\\#x202e;\\\\x0a\\# new')
  t.match(text, /\n- 1\\\. \\\|/, 'no list in the list')
  t.match(text, '<summary>The end of the build log of bbbbbbbbbbbb (| **x** &lt;img src=a&gt;')
  t.notMatch(text, /[^\P{Cc}\n]|(?<!\\)<img/u)
  t.equal(text.split('\n').filter(line => line.startsWith('| ')).length, 5, 'a row stays a row')
})

void t.test('JSON is the report as it is', async t => {
  t.same(JSON.parse(jsonText(report)), report)
  t.equal(misfit(bisectReport, report), null, 'and as its schema says')
})
