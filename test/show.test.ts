import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { newKeyPair, opensshPrivateKey } from '../images/image/ssh-keys.ts'
import { missingPrograms } from '../images/packages/missing-programs.ts'
import { shownText } from '../src/cli/command/show.ts'
import { allCases } from '../src/plan/catalogue.ts'
import { chardevFc } from './support/command.ts'
import { equipment } from './support/guest.ts'

const reviewed = fileURLToPath(new URL('../../fixtures/show/', import.meta.url))
/** No QEMU and no image but those that a test names. */
const nothingHere = { PATH: '', CHARDEV_FC_QEMU: '' }

/** Variables that show neither a QEMU nor an image. */
function noneHere(t: Test): Record<string, string> {
  const empty = mkdtempSync(join(tmpdir(), 'cfc-show-'))
  t.teardown(() => rmSync(empty, { recursive: true }))
  return { ...nothingHere, XDG_CACHE_HOME: empty }
}

/** What `show` writes to stdout, without a Node of its own for each case. */
async function shown(t: Test, id: string, script?: true): Promise<string> {
  t.intercept(process, 'env', { value: { ...process.env, ...noneHere(t) } })
  return (await shownText(id, { accel: 'kvm', ...(script && { script }) })).text
}

void t.test('every case is shown as its reviewed text', async t => {
  for (const { id } of await allCases()) {
    await t.test(id, async t => {
      t.equal(await shown(t, id), readFileSync(join(reviewed, `${id}.txt`), 'utf8'), 'npm run docs')
    })
  }
})

void t.test('the command writes that, and ends with 0', async t => {
  const env = noneHere(t)
  for (const [args, file] of [
    [[], 'unix-server.txt'],
    [['--script'], 'unix-server.sh'],
  ] as const) {
    const { exitCode, stdout } = await chardevFc(['show', 'unix-server', '--accel', 'kvm', ...args], env)
    t.equal(exitCode, 0)
    t.equal(stdout, readFileSync(join(reviewed, file), 'utf8').trimEnd())
  }
})

void t.test('it names the QEMU and the accelerator that run uses', async t => {
  const { qemu, accel } = await equipment()
  const typed = await chardevFc(['show', 'unix-server'])
  t.ok(typed.stdout.includes(` ${qemu.path} \\\n`), qemu.path)
  t.match(typed.stdout, ` -machine pc,accel=${accel} `)
  t.equal(typed.stderr, '')
  const { stdout } = await chardevFc(['show', 'unix-server', '--script'])
  t.match(stdout, `: "\${QEMU:=${qemu.path}}"\n`)
  t.match(stdout, `: "\${ACCEL:=${accel}}"`)
})

void t.test('without a QEMU it says which one is shown', async t => {
  const env = noneHere(t)
  const none = await chardevFc(['show', 'unix-server'], env)
  t.match(none.stdout, / qemu-system-x86_64 \\\n.*\n? +-machine pc,accel=tcg /)
  t.match(
    none.stderr,
    /^\(no qemu-system-x86_64 here; shown are the options of QEMU 11\.1\.0\)\n\(run chardev-fc image/,
  )
  const away = { ...env, CHARDEV_FC_QEMU: '/elsewhere/qemu' }
  t.match((await chardevFc(['show', 'unix-server'], away)).stderr, /^\(no \/elsewhere\/qemu here; /)
  if ((await missingPrograms(['apt-get', 'dpkg-deb'])).length > 0) return
  const packages = { ...env, PATH: process.env['PATH'] ?? '', CHARDEV_FC_QEMU: 'debian:sid' }
  const { stdout, stderr } = await chardevFc(['show', 'unix-server'], packages)
  t.match(stdout, / qemu-system-x86_64 /)
  t.match(
    stderr,
    /^\(no QEMU here: chardev-fc run would install one \(chardev-fc qemu install debian:sid\); /,
  )
  t.match(await chardevFc(['show', 'unix-server', '--qemu', 'debian:sid'], packages), {
    exitCode: 64,
    stderr: /debian:sid is not installed; install it with: chardev-fc qemu install debian:sid/,
  })
})

void t.test('a QEMU that is too old for the script is named, as run skips the case', async t => {
  const file = t.testdir({
    'later.mjs': `import { alive, defineCase, unix, virtserialport } from 'chardev-fc'
export default defineCase({
  title: 'later',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  since: '99.0.0',
  async script({ host }) {
    await host.open()
  },
  expect: [alive()],
})
`,
  })
  const { qemu } = await equipment()
  const { exitCode, stderr } = await chardevFc(['show', '--script', `${file}/later.mjs`, '--qemu', qemu.path])
  t.equal(exitCode, 0)
  t.match(stderr, /^\(QEMU .* is too old: the script of this case needs 99\.0\.0; chardev-fc run skips it\)$/)
})

/** The variables of a script that it names and never sets: limits that there are no more, for one. */
function unset(script: string): string[] {
  const named = script.matchAll(/\$\{?([A-Z][A-Z_]+)/g)
  const counted = [...script.matchAll(/\$\(\((.*?)\)\)/g)].flatMap(([, sum]) => [
    ...(sum ?? '').matchAll(/([A-Z][A-Z_]+)/g),
  ])
  const set = new Set([...script.matchAll(/\b([A-Z_]+)\d*(:?=| \+=)/g)].map(([, name]) => name))
  // Python finds free ports, and prints assignments for `export`.
  const listed = [...script.matchAll(/ for name in \[(.*?)\]/g)].flatMap(([, names]) =>
    [...(names ?? '').matchAll(/"([A-Z_]+)"/g)].map(([, name]) => name),
  )
  const read = [...script.matchAll(/^ *read -r ([A-Z_ ]+)/gm)].flatMap(([, names]) =>
    (names ?? '').split(' '),
  )
  return [...named, ...counted].flatMap(([, name]) =>
    name && name !== 'PPID' && !set.has(name) && !listed.includes(name) && !read.includes(name) ? [name] : [],
  )
}

void t.test('every case has a script that a shell can read', async t => {
  for (const { id } of await allCases()) {
    await t.test(id, async t => {
      const script = await shown(t, id, true)
      const { status, stderr } = spawnSync('/bin/sh', ['-n'], { input: script, encoding: 'utf8' })
      t.equal(status, 0, stderr)
      t.same(unset(script), [], 'every variable is set')
    })
  }
})

void t.test('a disk of the user’s own is shown as the page boots it', async t => {
  const folder = t.testdir({ id_ed25519: opensshPrivateKey(newKeyPair(), 'me') })
  const disk = join(folder, 'f14.qcow2')
  writeFileSync(disk, Buffer.from('QFI\xfb\0\0\0\x03', 'latin1'))
  const key = join(folder, 'id_ed25519')
  const options = ['--image', disk, '--ssh-user', 'me', '--ssh-key', key, '--ssh-port', '2200']
  const { exitCode, stdout } = await chardevFc(
    ['show', 'unix-server', '--accel', 'kvm', ...options],
    nothingHere,
  )
  t.equal(exitCode, 0)
  const script = await chardevFc(['show', 'unix-server', '--script', ...options])
  t.equal(script.exitCode, 64)
  t.match(script.stderr, /--script works with our guest image only: leave out --image/)
  const places = stdout.replaceAll(folder, '/guests')
  t.equal(places, readFileSync(join(reviewed, 'unix-server-image.txt'), 'utf8').trimEnd())
})
