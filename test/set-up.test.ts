import {
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import t, { type Test } from 'tap'
import { folder } from './support/example.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const compiles = 'setting up: compiling TypeScript → dist\n'

/** A checkout with our bin and scripts, and a command of three lines. */
function checkout(t: Test): string {
  const home = folder(t)
  chmodSync(home, 0o755)
  for (const name of ['bin', 'scripts', 'tsconfig.json', 'tsconfig.build.json'])
    cpSync(join(root, name), join(home, name), { recursive: true })
  writeFileSync(join(home, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(home, 'package-lock.json'), '{ "packages": { "": {} } }')
  mkdirSync(join(home, 'node_modules'))
  writeFileSync(join(home, 'node_modules/.package-lock.json'), '{ "packages": {} }')
  for (const name of ['typescript', '@types'])
    symlinkSync(join(root, 'node_modules', name), join(home, 'node_modules', name))
  says(home, 'one')
  return home
}

/** Changes what the command of a checkout prints. */
function says(home: string, word: string): void {
  mkdirSync(join(home, 'src/cli'), { recursive: true })
  writeFileSync(
    join(home, 'src/cli/main.ts'),
    `export function main() {\n  console.log('${word}')\n  return 0\n}\n`,
  )
}

async function run(home: string, as: readonly string[] = []) {
  const [file = '', ...args] = [...as, process.execPath, join(home, 'bin/chardev-fc.js')]
  const { exitCode, stdout, stderr } = await execa(file, args, { reject: false, stripFinalNewline: false })
  return { exitCode, stdout, stderr: stderr.replace(/^set up in .*\n/m, '') }
}

const quietly = (word: string) => ({ exitCode: 0, stdout: `${word}\n`, stderr: '' })
const compiled = (word: string) => ({ ...quietly(word), stderr: compiles })

void t.test('a checkout runs its present sources', async t => {
  const home = checkout(t)
  t.same(await run(home), compiled('one'))
  t.same(await run(home), quietly('one'))

  says(home, 'two')
  const both = await Promise.all([run(home), run(home)])
  t.same(
    both.map(({ exitCode, stdout }) => ({ exitCode, stdout })),
    [quietly('two'), quietly('two')].map(({ exitCode, stdout }) => ({ exitCode, stdout })),
    'two commands at once',
  )
  t.equal(both.filter(({ stderr }) => stderr.includes(compiles)).length, 1, 'one of them compiles')
  t.same(await run(home), quietly('two'))

  const source = join(home, 'src/cli/main.ts')
  utimesSync(source, 0, 0)
  t.same(await run(home), quietly('two'), 'a file that is only touched is not compiled')

  says(home, 'six')
  utimesSync(source, 0, 0)
  t.same(await run(home), compiled('six'), 'another content of the same size and time')

  writeFileSync(source, `${readFileSync(source, 'utf8')}const wrong: number = 'text'\n`)
  const broken = await run(home)
  t.match(broken, { exitCode: 69, stdout: '', stderr: /: the sources do not compile:\nsrc\/cli\/main\.ts/ })
})

void t.test('whoever compiles, it counts', async t => {
  const home = checkout(t)
  const script = (name: string) => execa(process.execPath, [join(home, name)])
  t.match((await script('scripts/compile.js')).stderr, compiles, 'npm run build')
  t.same(await run(home), quietly('one'))

  says(home, 'two')
  await execa(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'], { cwd: home })
  t.match(await run(home), { exitCode: 0, stdout: 'two\n' }, 'tsc by hand')
  t.equal((await script('bin/start.js')).stdout, 'two', 'npm start')
})

void t.test('after an npm pack that was killed, package.json is that of the checkout again', async t => {
  const home = checkout(t)
  await run(home)
  const manifest = join(home, 'package.json')
  const whole = { type: 'module', optionalDependencies: { typescript: '5' } }
  writeFileSync(manifest, JSON.stringify(whole))
  const script = (what: string) => execa(process.execPath, [join(home, 'scripts/pack.js'), what])
  await script('before')
  t.same(JSON.parse(readFileSync(manifest, 'utf8')), { type: 'module' }, 'what is packed')
  says(home, 'two')
  t.match(await run(home), compiled('two'))
  t.equal(readFileSync(manifest, 'utf8'), JSON.stringify(whole))

  await script('before')
  await script('after')
  t.equal(readFileSync(manifest, 'utf8'), JSON.stringify(whole), 'and after one that was not')
})

void t.test('a checkout that cannot be set up is one line', async t => {
  const home = checkout(t)
  await run(home)
  // Root may write everywhere.
  const isRoot = process.getuid?.() === 0
  const someone = isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : []
  if (!isRoot) chmodSync(join(home, 'dist'), 0o555)
  t.same(await run(home, someone), quietly('one'), 'nothing is to be done')
  says(home, 'two')
  const { exitCode, stdout, stderr } = await run(home, someone)
  t.match({ exitCode, stdout }, { exitCode: 69, stdout: '' })
  t.match(
    stderr,
    /^chardev-fc: cannot set up \S+: EACCES: permission denied, .*[:;] (.* )?use a checkout .*\n$/,
  )
  if (isRoot) t.match(stderr, /; it belongs to user 0: change its owner, or use/)
  else chmodSync(join(home, 'dist'), 0o755)

  rmSync(join(home, 'node_modules/.package-lock.json'))
  writeFileSync(
    join(home, 'package-lock.json'),
    '{ "packages": { "": {}, "node_modules/new": { "version": "1.0.0" } } }',
  )
  const without = await run(home)
  t.same(without, {
    exitCode: 69,
    stdout: '',
    stderr: `chardev-fc: this checkout is not set up: run \`npm start\` in ${home}\n`,
  })
})
