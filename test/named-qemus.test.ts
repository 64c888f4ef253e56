import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { readMachine } from '../images/packages/machine.ts'
import { packageSource } from '../images/packages/package-source.ts'
import { chardevFc } from './support/command.ts'
import { folder } from './support/example.ts'
import { equipment } from './support/guest.ts'

const { qemu } = await equipment()
const machine = await readMachine()
const source = machine.distribution === 'debian' ? `debian:${machine.codename}` : 'native'
const { label } = packageSource(source, machine)

/** A cache in which the QEMU of this machine's own release is installed, and one named qemu-mine on PATH. */
const home = folder(t)
const cache = join(home, 'chardev-fc')
const program = join(cache, 'qemu', label, 'qemu-system-x86_64')
const onPath = join(home, 'bin', 'qemu-mine')
for (const path of [program, onPath]) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `#!/bin/sh\nexec '${qemu.path}' "$@"\n`, { mode: 0o755 })
}
const manifest = { source, version: qemu.version, installedAt: '2026-01-01T00:00:00Z', packages: [] }
writeFileSync(join(dirname(program), 'manifest.json'), JSON.stringify(manifest))
const there = {
  XDG_CACHE_HOME: home,
  CHARDEV_FC_QEMU: '',
  PATH: [join(home, 'bin'), process.env['PATH']].join(':'),
}

const words: [string, string][] = [
  [label, program],
  [source, program],
  ['native', program],
  [program, program],
  [join(cache, 'qemu', '*', 'qemu-system-x86_64'), program],
  ['qemu-mine', onPath],
]
for (const [word, path] of words) {
  void t.test(`${word} is the same QEMU to show and to doctor`, async t => {
    const shown = await chardevFc(['show', 'unix-server', '--qemu', word], there)
    t.match(shown, { exitCode: 0, stdout: ` ${path} \\\n` })
    const looked = await chardevFc(['doctor'], { ...there, CHARDEV_FC_QEMU: word })
    t.match(looked.stdout, `✔ QEMU: ${qemu.version} (${path})`)
  })
}

void t.test('show takes the variable where there is no --qemu', async t => {
  const shown = await chardevFc(['show', 'unix-server'], { ...there, CHARDEV_FC_QEMU: label })
  t.match(shown, { exitCode: 0, stdout: ` ${program} \\\n` })
})

void t.test(
  'show writes the options of the QEMU that it names, and today’s for one that is not here',
  async t => {
    const reconnect = async (word: string) =>
      (await chardevFc(['show', 'client-reconnect', '--qemu', word], there)).stdout
    t.match(await reconnect(label), qemu.hasReconnectMs ? 'reconnect-ms=100' : 'reconnect=1')
    for (const word of ['qemu-elsewhere', '/elsewhere/qemu']) {
      const shown = await reconnect(word)
      t.match(shown, ` ${word} \\\n`)
      t.match(shown, 'reconnect-ms=100')
    }
  },
)

void t.test(
  'packages that are not installed: show says how, doctor that a run will, neither fetches',
  async t => {
    const env = { ...there, XDG_CACHE_HOME: folder(t) }
    const shown = await chardevFc(['show', 'unix-server', '--qemu', source], env)
    t.match(shown, { exitCode: 64, stdout: '' })
    t.match(shown.stderr, `chardev-fc qemu install ${source}`)
    t.notMatch(shown.stderr, /\n/, 'one line')
    const looked = await chardevFc(['doctor'], { ...env, CHARDEV_FC_QEMU: source })
    t.match(
      looked.stdout,
      new RegExp(
        `^✔ QEMU: ${source}( \\(.*\\))? is not installed; the first run installs it, over the network`,
        'm',
      ),
    )
    const native = await chardevFc(['doctor'], { ...env, CHARDEV_FC_QEMU: 'native' })
    t.match(native.stdout, "✔ QEMU: native (that of this machine's release) is not installed")
    t.equal(looked.exitCode, 0, 'a run can get all that it needs')
    const document = await chardevFc(['doctor', '--json', '--qemu', source], env)
    t.match(JSON.parse(document.stdout), {
      schema: 2,
      ready: true,
      checks: [
        { name: 'Distribution packages', passed: true },
        ...Array.from({ length: 4 }, () => ({})),
        {},
        {
          name: 'Guest image',
          found: 'none: the first run builds it from packages, over the network',
        },
      ],
    })
  },
)

void t.test('a pattern that means several QEMUs names none to show, and each to doctor', async t => {
  symlinkSync(onPath, join(home, 'bin', 'qemu-yours'))
  const pattern = join(home, 'bin', 'qemu-*')
  const shown = await chardevFc(['show', 'unix-server', '--qemu', pattern], there)
  t.match(shown, { exitCode: 64, stdout: '' })
  t.match(shown.stderr, /^chardev-fc: expected one QEMU, but \S+qemu-\* matches 2: name one$/)
  const looked = await chardevFc(['doctor', '--qemu', pattern], there)
  t.equal(looked.stdout.match(/^✔ QEMU: /gm)?.length, 2)
})

void t.test('doctor tells what no QEMU answers to', async t => {
  const { exitCode, stdout } = await chardevFc(['doctor'], { ...there, CHARDEV_FC_QEMU: 'no-such-label' })
  t.equal(exitCode, 69)
  t.match(stdout, /^✖ QEMU: --qemu: 'no-such-label' is neither a program \(here or on PATH\) nor a label/m)
})
