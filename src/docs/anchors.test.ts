import t from 'tap'
import { anchors } from './anchors.ts'

void t.test('anchors are those of GitHub', async t => {
  const headings: [string, string][] = [
    ['unix-server', 'unix-server'],
    ['Outcomes and symptoms', 'outcomes-and-symptoms'],
    ["QEMU's history", 'qemus-history'],
    ['A  double space, and (brackets)', 'a--double-space-and-brackets'],
    ['Größe × 2: snake_case', 'größe--2-snake_case'],
    ['0.2.0 (unreleased)', '020-unreleased'],
  ]
  const anchorOf = anchors()
  for (const [heading, wanted] of headings) t.equal(anchorOf(heading), wanted)
})

void t.test('a heading that comes again gets a number', async t => {
  const anchorOf = anchors()
  t.same(['Added', 'Changed', 'Added', 'Added', 'Added 1', 'Changed'].map(anchorOf), [
    ...['added', 'changed', 'added-1', 'added-2', 'added-1-1', 'changed-1'],
  ])
})
