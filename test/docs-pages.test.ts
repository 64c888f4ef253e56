import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { allCases } from '../src/plan/catalogue.ts'
import { chardevFc, program } from './support/command.ts'
import { folder } from './support/example.ts'

const dir = folder(t)
const made = await chardevFc(['docs', join(dir, 'pages')])
const names = readdirSync(join(dir, 'pages'), { recursive: true, encoding: 'utf8' })
const pages = new Map(
  names
    .filter(name => name.endsWith('.html'))
    .map(name => [name, readFileSync(join(dir, 'pages', name), 'utf8')]),
)
const valuesOf = (attribute: string, text: string) =>
  [...text.matchAll(new RegExp(` ${attribute}="([^"]*)"`, 'g'))].map(([, value = '']) =>
    value.replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
  )

void t.test('docs writes every page of the package, and prints where they begin', async t => {
  t.match(made, { exitCode: 0, stdout: join(dir, 'pages', 'index.html'), stderr: '' })
  t.same(readdirSync(dir), ['pages'], 'nothing else is left')
  const sources = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter(name =>
    /\.\w+$/.test(name),
  )
  t.ok(sources.length > 30)
  for (const name of sources) t.ok(names.includes(name.replace(/\.md$/, '.html')), name)
})

void t.test('every link and anchor of every page leads somewhere', async t => {
  let count = 0
  for (const [name, text] of pages) {
    const ids = valuesOf('id', text)
    t.equal(new Set(ids).size, ids.length, `${name}: ids are unique`)
    for (const href of valuesOf('href', text)) {
      if (/^(https?:|data:,$)/.test(href)) continue
      count += 1
      const [file = '', anchor] = href.split('#')
      const place = file === '' ? name : posix.join(posix.dirname(name), file)
      if (!names.includes(place)) t.fail(`${name}: ${href}`)
      if (anchor !== undefined && !valuesOf('id', pages.get(place) ?? '').includes(anchor))
        t.fail(`${name}: ${href}`)
    }
  }
  t.ok(count > 1000, `${count} links`)
})

void t.test('each case has the anchor that the page of a report links to', async t => {
  const anchors = valuesOf('id', pages.get('cases.html') ?? '')
  for (const { id } of await allCases()) t.ok(anchors.includes(id), id)
})

void t.test('no page loads or runs anything', async t => {
  for (const [name, text] of pages) {
    t.match(text, `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;`, name)
    t.notMatch(text, /<(script|img|iframe|object|embed|link rel="stylesheet")|@import|url\(| src=/, name)
  }
})

void t.test('only a new folder is written', async t => {
  const home = folder(t)
  mkdirSync(join(home, 'full'))
  writeFileSync(join(home, 'full', 'mine'), 'mine')
  for (const [args, words] of [
    [['full'], 'full is not empty: choose a new folder'],
    [['empty-parent/../full'], 'is not empty'],
    [[''], 'expected a folder, got an empty value'],
    [['.'], '. is not empty'],
    [[], "missing required argument 'dir'"],
  ] as const) {
    const { exitCode, stdout, stderr } = await execa(process.execPath, [program, 'docs', ...args], {
      cwd: home,
      reject: false,
    })
    t.equal(exitCode, 64, stderr)
    t.match(stderr, words)
    t.match(stderr, /^chardev-fc: .*$/, 'one line')
    t.equal(stdout, '')
  }
  mkdirSync(join(home, 'empty'))
  const here = await execa(process.execPath, [program, 'docs', '.'], {
    cwd: join(home, 'empty'),
    reject: false,
  })
  t.match(here, { exitCode: 64, stderr: /current folder/ })
  t.same(readdirSync(home).sort(), ['empty', 'full'])
  t.notOk(existsSync(join(home, 'full', 'index.html')))
})
