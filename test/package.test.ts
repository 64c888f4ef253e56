import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import t, { type Test } from 'tap'
import { docs, folder } from './support/example.ts'
import { equipment } from './support/guest.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const typed = `
import { alive, type CaseDefinition, defineCase, type Expectation, ofKind, type Stage, unix, virtserialport } from 'chardev-fc'

const opened: Expectation = {
  name: 'opened',
  judge: history => ({ outcome: ofKind(history, 'peer').length > 0 ? 'pass' : 'inconclusive', because: 'peers' }),
}
const definition: CaseDefinition = {
  title: 'a typed case',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  async script({ host }: Stage) {
    const peer = await host.open()
    await peer.drain('64 MiB')
  },
  expect: [opened, alive()],
}
export default defineCase(definition)
`

/** What npm says where it cannot reach its registry. */
const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/
const mebi = 1024 ** 2

void t.test(
  'what npm packs installs small, plays cases from anywhere, and has the types a case needs',
  async t => {
    const { qemu } = await equipment()
    const home = folder(t)
    const prefix = join(home, 'prefix')
    const before = readFileSync(join(root, 'package.json'), 'utf8')
    const packed = await execa('npm', ['pack', '--silent', '--pack-destination', home], { cwd: root })
    t.equal(readFileSync(join(root, 'package.json'), 'utf8'), before, 'the checkout is as it was')
    const tarball = join(home, packed.stdout.trim())
    const args = ['install', '--global', '--prefix', prefix, '--prefer-offline', '--ignore-scripts', tarball]
    const installed = await execa('npm', [...args, '--no-audit', '--no-fund'], { cwd: home, reject: false })
    if (installed.exitCode !== 0 && offline.test(installed.stderr)) {
      t.pass('installed', { skip: `npm cannot reach its registry: ${installed.stderr.split('\n')[0]}` })
      return
    }
    t.equal(installed.exitCode, 0, installed.stderr)
    const place = join(prefix, 'lib/node_modules/chardev-fc')
    const packages = readdirSync(join(place, 'node_modules'))
    t.same(
      packages.filter(name => /^(typescript|@types|tap|@biomejs|playwright.*)$/.test(name)),
      [],
      'nothing that only develops it',
    )
    const [tool, whole] = [sizeOf(tarball), sizeOf(prefix)]
    t.comment(`packed ${(tool / mebi).toFixed(1)} MiB, installed ${(whole / mebi).toFixed(1)} MiB`)
    t.ok(tool < 0.6 * mebi && whole < 14 * mebi, `${tool} bytes packed, ${whole} installed`)

    const chardevFc = (...args: string[]) =>
      execa(join(prefix, 'bin/chardev-fc'), args, { cwd: home, env: { XDG_STATE_HOME: join(home, 'state') } })
    t.equal((await chardevFc('--version')).stdout, (JSON.parse(before) as { version: string }).version)
    t.match((await chardevFc('list')).stdout, /^reconnect /m)
    t.match((await chardevFc('completion', 'bash')).stdout, /^# bash completion/)
    t.match(readFileSync(join(prefix, 'share/man/man1/chardev-fc.1'), 'utf8'), /^\.TH CHARDEV/m)
    await hasItsPages(t, place, async args => (await chardevFc(...args, '--help')).stdout)
    t.match((await chardevFc('show', 'unix-server')).stdout, /virtserialport/)
    const pages = (await chardevFc('docs', join(home, 'pages'))).stdout
    t.match(readFileSync(pages, 'utf8'), /<a href="cases\.html">/)
    t.match(readFileSync(join(home, 'pages/cases.html'), 'utf8'), /<h3 id="unix-server">/)
    const page = join(home, 'page.html')
    const played = await chardevFc(
      'run',
      'reconnect',
      '--qemu',
      qemu.path,
      '--json',
      '--report',
      `html=${page}`,
    )
    const { results } = JSON.parse(played.stdout) as { results: { outcome: string; because: string }[] }
    t.same(
      results.map(({ outcome }) => outcome),
      ['pass'],
      played.stderr,
    )
    t.match(readFileSync(page, 'utf8'), /uPlot/, 'with the chart library in it')

    const path = join(home, 'small-writes.mjs')
    copyFileSync(join(docs, 'examples/small-writes.mjs'), path)
    t.match((await chardevFc('show', path)).stdout, /many small writes/)
    t.match((await chardevFc('show', path, '--script')).stdout, /^#!\/bin\/sh\n# .*many small writes/)

    mkdirSync(join(home, 'node_modules'))
    symlinkSync(place, join(home, 'node_modules/chardev-fc'))

    writeFileSync(join(home, 'typed.mts'), typed)
    writeFileSync(join(home, 'mistyped.mts'), typed.replace('64 MiB', '64 megs'))
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022']
    const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')]
    const files = ['--lib', 'es2023,esnext.disposable', '--pretty', 'false', 'typed.mts', 'mistyped.mts']
    const compiling = execa(process.execPath, [tsc, ...strict, ...types, ...files], {
      cwd: home,
      reject: false,
    })
    const { stdout } = await compiling
    t.match(stdout, /^mistyped\.mts\(\d+,\d+\): error TS2345: .*'"64 megs"'/)
    t.equal(stdout.match(/error TS/g)?.length, 1, stdout)
  },
)

/** Every page that a help text or README.md names is in the package. */
async function hasItsPages(t: Test, place: string, help: (args: readonly string[]) => Promise<string>) {
  const todo: string[][] = [[]]
  const named = new Set<string>()
  for (let args = todo.pop(); args !== undefined; args = todo.pop()) {
    const text = await help(args)
    const commands = /^Commands:\n((?: .*\n)+)/m.exec(text)?.[1] ?? ''
    const names = [...commands.matchAll(/^ {2}(?!help\b)([a-z]+)/gm)].map(([, name = '']) => name)
    for (const name of names) todo.push([...args, name])
    const pages = [...text.matchAll(/\bdocs\/[\w./-]*\.md/g)].map(([page]) => page)
    const [, folder = ''] = /^docs\/ is in (.*)$/m.exec(text) ?? []
    if (pages.length > 0) t.equal(folder, place, `${args.join(' ')} --help says where docs/ is`)
    for (const page of pages) named.add(page)
  }
  t.ok(named.size > 4, [...named].join(', '))
  const readme = readFileSync(join(place, 'README.md'), 'utf8')
  for (const [, page = ''] of readme.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) named.add(page)
  const lacking = [...named].filter(page => !existsSync(join(place, page)))
  t.same(lacking, [], 'every page is there')
}

/** Of a file, or of all files below a folder, in bytes. */
function sizeOf(path: string): number {
  const found = lstatSync(path)
  if (!found.isDirectory()) return found.size
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
}
