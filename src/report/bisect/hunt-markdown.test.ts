import t from 'tap'
import { huntReport } from '../../model/contract/hunt-report.ts'
import { misfit } from '../../model/contract/schema.ts'
import { jsonText } from '../json.ts'
import { huntMarkdown } from './hunt-markdown.ts'
import { edge, report, several } from './hunt-report.fixture.ts'

void t.test('what a maintainer wants to read first is there first', async t => {
  t.equal(
    huntMarkdown(report),
    `# First bad commit for freeze in unix-server: \`aaaaaaaaaaaa\` chardev: write at once

Case: the host never reads

A U Thor \\<a@example.org\\>, 2026-01-02

Sought between \`bbbbbbbbbbbb\` chardev: tidy up and \`aaaaaaaaaaaa\` chardev: write at once. The chance that this is wrong is at most 1 %, as was asked for. 100 revisions, 7 builds (20 min), 30 runs (61.5 s).

## With the bug: \`aaaaaaaaaaaa\` chardev: write at once

4 of 4 runs showed it. The guest stopped.

- alive: fail (freeze): the guest stopped
- accepted: 278 bytes

\`\`\`sh
qemu -M pc
\`\`\`

Its journal: \`/runs/1/journal.jsonl\`

## Without: \`bbbbbbbbbbbb\` chardev: tidy up

0 of 8 runs showed it. All is well.

## Every step

|  | revision | for | build | runs | verdict | doubt | because |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 1 | \`aaaaaaaaaaaa\` chardev: write at once | ends |  | 4 of 4, 8 s | freeze |  | the guest stopped |
| 2 | \`bbbbbbbbbbbb\` chardev: tidy up | turn | 6 min |  | skip | 50 % | the build failed |
| 3 | \`bbbbbbbbbbbb\` chardev: tidy up | check |  | 0 of 8, 9 s | pass | < 0.01 % | all is well |

<details><summary>The end of the build of \`bbbbbbbbbbbb\` chardev: tidy up</summary>

\`\`\`
main.c:1: error
make: ***
\`\`\`

</details>

Note: the checkout has changes.

## How to see it

\`\`\`sh
chardev-fc bisect unix-server --build 'make -j8'
\`\`\`

Each revision was built with

\`\`\`sh
make -j8
\`\`\`

<details><summary>The case without this tool</summary>

\`\`\`\`sh
#!/bin/sh
echo "\`\`\`"
\`\`\`\`

</details>

(chardev-fc 0.2.0)
`,
  )
})

void t.test('several that cannot be told apart', async t => {
  const text = huntMarkdown({ ...report, edges: [{ ...several, from: 'freeze', to: 'pass' }] })
  t.match(text, /^# First good commit for freeze in unix-server: one of 2 commits\n/)
  t.match(
    text,
    '- `bbbbbbbbbbbb` chardev: tidy up\n- `aaaaaaaaaaaa` chardev: write at once (A U Thor \\<a@example.org\\>, 2026-01-02)\n',
  )
})

void t.test('foreign text is neither Markdown nor HTML nor a trick on a terminal', async t => {
  const evil = '| **x** <img src=a> `b`\u001b[2J [l](m)\n# new'
  const text = huntMarkdown({
    ...report,
    edges: [{ ...edge, subject: evil, after: { ...edge.after, because: evil } }],
    steps: report.steps.map(step => ({ ...step, because: evil })),
  })
  t.match(text, '\\| \\*\\*x\\*\\* \\<img src=a\\> \\`b\\`\\\\x1b\\[2J \\[l\\](m)\\\\x0a\\# new')
  t.notMatch(text, '\u001b')
  t.equal(text.split('\n').filter(line => line.startsWith('| ')).length, 5, 'a row stays a row')
})

void t.test('JSON is the report as it is', async t => {
  t.same(JSON.parse(jsonText(report)), report)
  t.equal(misfit(huntReport, report), null, 'and as its schema says')
})
