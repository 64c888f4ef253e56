import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { anchors } from '../src/docs/anchors.ts'
import { fixedLimits, usualLimits } from '../src/model/limits.ts'

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

const script = <Module>(name: string) =>
  import(pathToFileURL(join(root, 'scripts', name)).href) as Promise<Module>

void t.test('the generated pages are as the sources are', async t => {
  const { generatedPages } = await script<{ generatedPages(): Promise<Record<string, string>> }>(
    'generated-pages.js',
  )
  const generated = Object.entries(await generatedPages())
  t.same(
    generated.map(([name]) => name),
    ['cases.md', 'backends.md', 'judges.md', 'verbs.md', 'chardev-fc.1'],
  )
  for (const [name, text] of generated) t.equal(textOf(`docs/${name}`), text, 'npm run docs')
})

void t.test('links lead somewhere, and files that are named are there', t => {
  const anchorsOf = new Map(pages.map(page => [page, headings(textOf(page))]))
  for (const page of pages) {
    const text = textOf(page)
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const [file = '', heading] = target.split('#')
      const path = file === '' ? page : join(dirname(page), file)
      t.ok(existsSync(join(root, path)), `${page}: ${target}`)
      if (heading !== undefined) t.ok(anchorsOf.get(path)?.includes(heading), `${page}: ${target}`)
    }
    for (const [, file = ''] of text.matchAll(/`((?:src|test|docs|cases|images|scripts)\/[\w./-]+\.\w+)`/g))
      t.ok(/\b(ID|NAME|OWNER)\b/.test(file) || existsSync(join(root, file)), `${page}: ${file}`)
  }
  t.end()
})

function headings(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading).map(anchors())
}

interface Described {
  readonly name: string
  readonly text: string
  readonly signature: string
  readonly types: readonly string[]
}

void t.test('what a page says of a function is in its source', async t => {
  const { exportedFrom, functionsBelow } = await script<{
    exportedFrom(caseFile: string, folder: string): Described[]
    functionsBelow(folder: string): Described[]
  }>('exported-functions.js')
  const folder = t.testdir({
    'case.ts': `export { plug, unwritten } from './devices/plug.ts'
export type { Colour } from './devices/colour.ts'
export { colourOf } from './devices/colour.ts'
export { other } from './judge/other.ts'
`,
    devices: {
      'plug.ts': `import type { Backend } from '../model.ts'
import { type Colour, colourOf } from './colour.ts'

/** How it is plugged in. */
type Way = 'left' | 'right'

// A remark that is no doc comment.
/**
 * Plugs something in:
 *  - \`way\` says how.
 */
export function plug({ way, colour }: { readonly way: Way; readonly colour?: Colour } = {}, of: Backend): Backend {
  return hidden(colourOf(of))
}

function hidden(): Backend {}

export function unwritten(): Backend {}
`,
      'colour.ts': `export type Colour = Shade | 'green'
type Shade = 'dark'
/** Its colour. */
export function colourOf(): Colour {}
`,
      'plug.test.ts': 'export function tested(): void {}',
    },
  })
  const plug = {
    name: 'plug',
    text: 'Plugs something in:\n - `way` says how.',
    signature:
      'plug({ way, colour }: { readonly way: Way; readonly colour?: Colour } = {}, of: Backend): Backend',
    types: [
      "// How it is plugged in.\ntype Way = 'left' | 'right'",
      "type Colour = Shade | 'green'",
      "type Shade = 'dark'",
    ],
  }
  const unwritten = { name: 'unwritten', text: '', signature: 'unwritten(): Backend', types: [] }
  const colourOf = {
    name: 'colourOf',
    text: 'Its colour.',
    signature: 'colourOf(): Colour',
    types: ["type Colour = Shade | 'green'", "type Shade = 'dark'"],
  }
  t.same(exportedFrom(join(folder, 'case.ts'), './devices/'), [plug, unwritten, colourOf])
  t.same(functionsBelow(join(folder, 'devices')), [colourOf, plug, unwritten])
})

void t.test('the cases that use a function', async t => {
  const { callsOf, caseLinks } = await script<{
    callsOf(folder: string, cases: readonly { id: string }[], name: string): Map<string, string[]>
    caseLinks(ids: readonly string[], cases: readonly { id: string }[]): string
  }>('case-uses.js')
  const folder = t.testdir({
    'a.ts': 'export default defineCase({ chardev: mux(unix({ server: true })) }) // tcp()',
    'b.ts': 'export default defineCase({ chardev: unix({ server: false }), unixes: true })',
    'c.ts': 'const unix = "unix()"\nexport default defineCase({ chardev: tcp(), again: tcp() })',
    'd.ts': 'export default defineCase({ chardev: unix({ server: true }) })',
  })
  const cases = ['a', 'b', 'c', 'd'].map(id => ({ id }))
  const calls = (name: string) => [...callsOf(folder, cases, name)]
  t.same(calls('unix'), [
    ['unix({ server: true })', ['a', 'd']],
    ['unix({ server: false })', ['b']],
  ])
  t.same(calls('tcp'), [['tcp()', ['c']]])
  t.equal(caseLinks(['a', 'd'], cases), '[a](cases.md#a), [d](cases.md#d)')
  t.equal(caseLinks(['a', 'c', 'd'], cases), 'all cases but [b](cases.md#b)')
  t.equal(caseLinks(['a', 'b', 'c', 'd'], cases), 'all cases')
})

void t.test('every backend, frontend and judge has a section, a text, and a case that uses it', async t => {
  const exported = [
    ...textOf('src/case.ts').matchAll(/\{ (.+) \} from '.\/(backends|frontends|judge\/expectation)\//g),
  ]
  t.ok(exported.length > 25)
  for (const [, name = '', folder] of exported) {
    const text = textOf(folder === 'judge/expectation' ? 'docs/judges.md' : 'docs/backends.md')
    const section = text.split(/^###? /m).find(part => part.startsWith(`${name}\n`)) ?? ''
    t.match(section, /```\n\n[A-Z]/, `${name} has a text`)
    t.match(section, /cases\.md#|all cases/, `${name} has a case`)
  }
})
