import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { chardevFc } from './support/command.ts'
import { changed, docs, folder, smallWrites } from './support/example.ts'

const examples = readdirSync(join(docs, 'examples')).filter(name => name.endsWith('.mjs'))

void t.test('the pages show the very files that are tested here', async t => {
  const pages = ['adding-a-case.md', 'adding-a-backend.md']
  const page = pages.map(name => readFileSync(join(docs, name), 'utf8')).join('\n')
  t.equal(examples.length, 3)
  for (const name of examples) {
    const text = readFileSync(join(docs, 'examples', name), 'utf8')
    t.ok(page.includes(`\n\`\`\`js\n${text}\`\`\`\n`), name)
    const { exitCode, stdout, stderr } = await chardevFc(['show', join(docs, 'examples', name)])
    t.equal(exitCode, 0, stderr)
    t.match(stdout, /^ {4}\$ .*qemu-system-x86_64 /m)
  }
})

void t.test('each kind of broken file is one line that says where, and exit code 64', async t => {
  const home = folder(t)
  const title = /title: .*/.exec(smallWrites)?.[0] ?? ''
  const expect = /expect: .*/.exec(smallWrites)?.[0] ?? ''
  const noExport = "SyntaxError: The requested module 'chardev-fc' does not provide an export named 'alife'"
  const broken: [string, [string, string][], string][] = [
    [
      'no-default.mjs',
      [['export default', 'export const mine =']],
      ': expected `export default defineCase({ … })`, but it exports only mine',
    ],
    [
      'unknown.mjs',
      [['async script', 'async scirpt']],
      ":12: 'scirpt': there is no such field: did you mean 'script'?",
    ],
    ['missing.mjs', [[title, '']], ":6: 'title': expected a text in one line, got nothing"],
    ['type.mjs', [[title, 'title: 7,']], ":7: 'title': expected a text in one line, got 7"],
    [
      'not-called.mjs',
      [['resumes()', 'resumes']],
      ":20: 'expect[2]': expected an expectation such as alive(), or an object with name and judge, got the function resumes: is it to be called?",
    ],
    [
      'empty.mjs',
      [[expect, 'expect: [],']],
      ":20: 'expect': expected at least one expectation, got an empty list",
    ],
    [
      'range.mjs',
      [['<1.5.0', 'old']],
      ":10: 'known[0].qemu': expected a range of versions such as '<1.5.0', or '*', got \"old\"",
    ],
    ['throws.mjs', [[title, 'title: zork,']], ':7: ReferenceError: zork is not defined'],
    [
      'ours-throws.mjs',
      [["numbered('16 MiB', '4 KiB')", "numbered('many')"]],
      ":3: expected a size like 256M or 64 MiB, got 'many'",
    ],
    ['syntax.mjs', [[title, title.slice(0, -1)]], ":8: SyntaxError: Unexpected identifier 'chardev'"],
    ['no-export.mjs', [['import { alive', 'import { alife']], `:1: ${noExport}`],
    [
      'no-package.mjs',
      [["'chardev-fc'", "'chardev-cf'"]],
      ":1: Cannot find package 'chardev-cf' imported from FILE",
    ],
    ['script.mjs', [['peer.drain', 'peer.drian']], ':16: TypeError: peer.drian is not a function'],
  ]
  for (const [name, changes, words] of broken) {
    const path = changed(join(home, name), ...changes)
    const { exitCode, stdout, stderr } = await chardevFc(['show', path])
    t.equal(stderr, `chardev-fc: ${path}${words.replace('FILE', path)}`)
    t.equal(exitCode, 64, name)
    t.equal(stdout, '')
  }
})

void t.test('what is no file of a case is one line, and exit code 64', async t => {
  const home = folder(t)
  const typed = changed(join(home, 'typed.ts'), ['16 MiB', '16 MiB'])
  const helper = join(home, 'helper.mjs')
  writeFileSync(helper, "import './torn.mjs'\n")
  writeFileSync(join(home, 'torn.mjs'), 'const\n\nconst\n')
  await execa('mkfifo', [join(home, 'pipe.mjs')])
  const wrong: [string, RegExp][] = [
    [join(home, 'pipe.mjs'), /cannot read the case file '.*pipe\.mjs': it is not a regular file/],
    [join(home, 'gone.mjs'), /cannot read the case file '.*gone\.mjs': there is no such file/],
    ['unix-server.mjs', /cannot read the case file 'unix-server\.mjs': there is no such file/],
    [home, /expected a case file, an ES module \(\.mjs, \.js, \.ts, \.mts\), got/],
    ['case.cjs', /expected a case file, an ES module .* got 'case\.cjs'/],
    [helper, /torn\.mjs:3: SyntaxError: Unexpected token/],
  ]
  for (const [path, words] of wrong) {
    const { exitCode, stderr } = await chardevFc(['run', path])
    t.equal(exitCode, 64, path)
    t.match(stderr, words)
    t.equal(stderr.split('\n').length, 1, stderr)
  }
  const stripsTypes = 'typescript' in process.features && Boolean(process.features.typescript)
  const { exitCode, stderr } = await chardevFc(['show', typed])
  t.equal(exitCode, stripsTypes ? 0 : 64, stderr)
  if (!stripsTypes) t.match(stderr, /typed\.ts: TypeScript case files need Node >= 22\.18 \(this is /)
})

void t.test('judge loads no case that came with the journal', async t => {
  const home = folder(t)
  const cell = join(home, 'cells', '1-x')
  mkdirSync(cell, { recursive: true })
  const [first = '', ...rest] = readFileSync(
    join('fixtures', 'journals', 'recorded', 'debugcon-freezes.jsonl'),
    'utf8',
  ).split('\n')
  const code = `import { writeFileSync } from 'node:fs'; writeFileSync('${join(home, 'ran')}', '')\n`
  for (const [at, path, words] of [
    [cell, join(cell, 'x.mjs'), /is in its own folder/],
    [home, join(home, 'x.mjs'), /is in its own folder/],
    [home, relative(process.cwd(), join(home, 'y.mjs')), /expected a case file with an absolute path/],
  ] as const) {
    writeFileSync(join(at, 'x.mjs'), code)
    writeFileSync(join(at, 'y.mjs'), code)
    const run = { ...(JSON.parse(first) as object), file: { path, sha256: '' } }
    writeFileSync(join(cell, 'journal.jsonl'), [JSON.stringify(run), ...rest].join('\n'))
    const { exitCode, stderr } = await chardevFc(['judge', cell])
    t.equal(exitCode, 64, stderr)
    t.match(stderr, words)
    t.notOk(readdirSync(home).includes('ran'))
  }
})

void t.test('a promise that nothing settles, and an error that nobody awaits, are our trouble', async t => {
  const home = folder(t)
  const waits = changed(join(home, 'waits.mjs'), ['await dd.exit(0)', 'await new Promise(() => {})'])
  const floats = changed(join(home, 'floats.mjs'), [
    'await dd.exit(0)',
    "void Promise.reject(new Error('adrift'))",
  ])
  for (const [path, words] of [
    [waits, /nothing left to run: does your case await a promise that never settles/],
    [floats, /adrift\n +at .*floats\.mjs:17/],
  ] as const) {
    const { exitCode, stderr } = await chardevFc(['show', path])
    t.equal(exitCode, 69, stderr)
    t.match(stderr, words)
  }
})
