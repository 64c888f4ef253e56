import t from 'tap'
import { pageSet } from './page-set.ts'

const sources = [
  { path: 'CHANGELOG.md', text: '# Changelog' },
  { path: 'README.md', text: '# chardev-fc\n\n[cases](docs/cases.md), [decisions](docs/decisions/)' },
  { path: 'docs/cases.md', text: '# The cases <b>&</b>\n\n[measured](measured.json), [x](../src/x.ts)' },
  { path: 'docs/decisions/0001-a.md', text: 'no title\n\n[up](../cases.md)' },
]
const pages = pageSet(sources, ['docs/measured.json', 'docs/examples/units/a.service'], 'body{}')
const textOf = (wanted: string) => pages.find(({ path }) => path === wanted)?.text ?? ''
const linksOf = (text: string) => [...text.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href)

void t.test('a page for each source, and one for each folder', async t => {
  t.same(
    pages.map(({ path }) => path),
    [
      ...['CHANGELOG.html', 'index.html', 'cases.html', 'decisions/0001-a.html'],
      ...['decisions/index.html', 'examples/index.html', 'examples/units/index.html'],
    ],
  )
})

void t.test('each page links to all pages, and tells which one it is', async t => {
  const [, navigation = ''] = textOf('decisions/0001-a.html').split('<nav ')
  t.same(linksOf(navigation), ['../index.html', '../CHANGELOG.html', '../cases.html', '0001-a.html'])
  t.match(navigation, '<a href="0001-a.html" aria-current="page">docs/decisions/0001-a.md</a>')
  t.equal(navigation.match(/aria-current/g)?.length, 1)
  t.match(textOf('index.html'), '<a href="cases.html">The cases &amp;</a>')
  t.match(textOf('cases.html'), '<title>The cases &amp; · chardev-fc</title>')
})

void t.test('folders list what is in them', async t => {
  const main = (place: string) => linksOf(textOf(place).split('<nav ')[0] ?? '')
  t.same(main('examples/index.html'), ['#.pages', 'units/index.html'])
  t.same(main('examples/units/index.html'), ['#.pages', 'a.service'])
  t.same(main('decisions/index.html'), ['#.pages', '0001-a.html'])
  t.same(main('index.html'), ['#.pages', 'cases.html', 'decisions/index.html'])
  t.same(main('cases.html'), ['#.pages', 'measured.json'])
})
