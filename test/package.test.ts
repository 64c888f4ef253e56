import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import t from 'tap'
import { docs, folder } from './example.ts'

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

void t.test('what npm packs plays a case by path, and has the types that a case needs', async t => {
  const home = folder(t)
  const place = join(home, 'node_modules/chardev-fc')
  mkdirSync(place, { recursive: true })
  const packed = await execa('npm', ['pack', '--pack-destination', home], { cwd: root })
  const tarball = join(home, packed.stdout.trim())
  await execa('tar', ['-xf', tarball, '-C', place, '--strip-components=1'])
  // Our dependencies, as npm would install them.
  symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'))

  const path = join(home, 'small-writes.mjs')
  copyFileSync(join(docs, 'examples/small-writes.mjs'), path)
  const show = (...args: string[]) =>
    execa(process.execPath, [join(place, 'bin/chardev-fc.js'), 'show', path, ...args], {
      env: { XDG_CACHE_HOME: join(home, 'cache') },
    })
  t.match((await show()).stdout, /many small writes/)
  t.match((await show('--script')).stdout, /^#!\/bin\/sh\n# .*many small writes/)

  const tsc = (name: string, text: string) => {
    writeFileSync(join(home, name), text)
    const program = join(root, 'node_modules/typescript/bin/tsc')
    const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022']
    const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')]
    const args = [program, ...strict, ...types, '--lib', 'es2023,esnext.disposable', join(home, name)]
    return execa(process.execPath, args, { cwd: home, reject: false })
  }
  const good = await tsc('typed.mts', typed)
  t.equal(good.exitCode, 0, good.stdout)
  const bad = await tsc('mistyped.mts', typed.replace('64 MiB', '64 megs'))
  t.match(bad.stdout, /mistyped\.mts\(\d+,\d+\): error TS2345: .*'"64 megs"'/)
})
