import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { fixedLimits, usualLimits } from '../src/model/limits.ts'
import { chardevFc } from './support/command.ts'

const root = process.cwd()
const pages = [
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map(name => join('docs', name)),
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
].filter(name => name.endsWith('.md'))
const textOf = (page: string) => readFileSync(join(root, page), 'utf8')
const limits = { ...usualLimits, ...fixedLimits }
const seconds = (name: keyof typeof limits) => `${limits[name] / 1000} s`

void t.test('figures in the docs are those of the code', t => {
  const figures: [string, string][] = [
    [
      'docs/architecture.md',
      `${limits.healthyBeats} of them set the limit of silence, ${limits.silenceFactor} times the slowest interval`,
    ],
    ['docs/architecture.md', `and at least ${seconds('silenceFloorMs')}.`],
    ['docs/architecture.md', `for ${seconds('standstillMs')} when a command is blocked at the port`],
    ['docs/architecture.md', `for ${seconds('workMs')} when a job has work of its own`],
    ['docs/architecture.md', `for more than ${seconds('lateMs')}, after which bytes no longer count as late`],
    ['docs/architecture.md', `every ${limits.beatEveryMs} ms on two paths`],
    ['docs/guest-image.md', `a beat \`b COUNT UPTIME\` every ${limits.beatEveryMs} ms`],
    ['docs/decisions/0009-late-is-not-lost.md', `read on for ${seconds('lateMs')} in which nothing moved`],
    ['docs/decisions/0009-late-is-not-lost.md', `and ${seconds('standstillMs')} suffice`],
  ]
  for (const [page, figure] of figures) t.ok(textOf(page).replaceAll(/\s+/g, ' ').includes(figure), figure)
  const tick = /tickEveryMs = (\d+)/.exec(textOf('src/run/watch/host-ticks.ts'))?.[1]
  t.match(textOf('docs/architecture.md').replaceAll(/\s+/g, ' '), `every ${tick} ms \`src/run/watch/cut.ts\``)
  t.end()
})

void t.test('the manual page is as the commands are', async t => {
  const { manPage } = (await import(pathToFileURL(join(root, 'scripts/man-page.js')).href)) as {
    manPage: () => Promise<string>
  }
  t.equal(textOf('docs/chardev-fc.1'), await manPage(), 'npm run docs')
})

void t.test('links lead somewhere, and files that are named are there', t => {
  for (const page of pages) {
    const text = textOf(page)
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const [file = '', heading] = target.split('#')
      const path = file === '' ? page : join(dirname(page), file)
      t.ok(existsSync(join(root, path)), `${page}: ${target}`)
      if (heading !== undefined) t.ok(headings(textOf(path)).includes(heading), `${page}: ${target}`)
    }
    for (const [, file = ''] of text.matchAll(/`((?:src|test|docs|cases|images|scripts)\/[\w./-]+\.\w+)`/g))
      t.ok(/\b(ID|NAME|OWNER)\b/.test(file) || existsSync(join(root, file)), `${page}: ${file}`)
  }
  t.end()
})

/** The anchors of a page's headings, as GitHub makes them. */
function headings(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )
}

void t.test('the pages that --help names are there', async t => {
  for (const command of ['run', 'matrix', 'diff', 'bisect', 'show', 'ci', 'image']) {
    const { stdout } = await chardevFc([command, '--help'])
    for (const [page] of stdout.matchAll(/docs\/[\w-]+\.md/g)) t.ok(existsSync(join(root, page)), page)
  }
})
