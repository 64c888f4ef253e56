import t from 'tap'
import { linkTarget } from './link-target.ts'

const known = new Set([
  ...['README.md', 'CHANGELOG.md', 'docs/cases.md', 'docs/ci.md', 'docs/measured.json'],
  ...['docs/decisions/0001-a.md', 'docs/decisions/0002-b.md', 'docs/decisions/'],
])

void t.test('links between the files of the package lead to their pages', async t => {
  const links: [string, string, string][] = [
    ['README.md', 'docs/cases.md', 'cases.html'],
    ['README.md', 'docs/cases.md#unix-server', 'cases.html#unix-server'],
    ['README.md', 'CHANGELOG.md', 'CHANGELOG.html'],
    ['README.md', 'docs/decisions/', 'decisions/index.html'],
    ['README.md', 'docs/decisions', 'decisions/index.html'],
    ['docs/ci.md', 'cases.md', 'cases.html'],
    ['docs/ci.md', './cases.md#a', 'cases.html#a'],
    ['docs/ci.md', '../README.md#quick-start', 'index.html#quick-start'],
    ['docs/ci.md', 'measured.json', 'measured.json'],
    ['docs/decisions/0001-a.md', '0002-b.md', '0002-b.html'],
    ['docs/decisions/0001-a.md', '../cases.md#a', '../cases.html#a'],
    ['docs/decisions/0001-a.md', '../../README.md', '../index.html'],
  ]
  for (const [from, href, wanted] of links) t.equal(linkTarget(from, href, known), wanted, `${from}: ${href}`)
})

void t.test('links within a page and into the web stay as they are', async t => {
  for (const href of ['#terms', 'https://qemu.org/a.md#b', 'http://x/', '//x/docs/cases.md', 'mailto:a@b.c'])
    t.equal(linkTarget('docs/ci.md', href, known), href)
})

void t.test('a link to what is not in the set leads nowhere', async t => {
  for (const href of [
    '../Containerfile',
    '../.github/workflows/nightly.yml',
    'none.md',
    '../../cases.md#a',
    '',
  ])
    t.equal(linkTarget('docs/ci.md', href, known), null, href)
})
