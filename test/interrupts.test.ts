import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { missingPrograms } from '../images/packages/missing-programs.ts'
import { noNamespace } from '../src/cache/pid-namespace.fixture.ts'
import { makeRepo } from './support/bisect-repo.ts'
import { cacheIn } from './support/cache-in.ts'
import { equipment } from './support/guest.ts'
import { startMirror } from './support/mirror.ts'
import { withKvmDevice, withMirror } from './support/namespaces.ts'
import { until } from './support/processes.ts'
import { leftNothing, newHome, type Running, start } from './support/running.ts'

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/** A stage of a command. `reached` resolves when the command is there and stays there until it is interrupted. */
interface Stage {
  readonly args: readonly string[]
  readonly under?: readonly string[]
  reached(running: Running): Promise<void>
}

const taken = Object.entries(signals)
let stages = 0

/** Tests a stage with one of the signals, each in its turn. */
function interrupted(
  name: string,
  skip: string | false,
  stage: (home: string, t: Test) => Promise<Stage>,
): void {
  const [signal, code] = taken[stages++ % taken.length] as [keyof typeof signals, number]
  void t.test(`${signal} during ${name}`, { skip }, async t => {
    const home = newHome(t)
    const { args, reached, ...options } = await stage(home, t)
    const env = { XDG_CACHE_HOME: cacheIn(home, ['images', 'boot', 'identity']) }
    const running = start(t, args, { home, ...options, env })
    await reached(running)
    running.child.kill(signal)
    t.same(await running.ended, { code, signal: null }, running.output())
    t.match(running.output(), new RegExp(`^chardev-fc: interrupted by ${signal}\n$`, 'm'), 'the last line')
    t.notMatch(running.output(), /\n {4}at /, 'no stack')
    leftNothing(t, running)
    t.same(readdirSync(join(home, 'cache', 'chardev-fc', 'tmp'), { recursive: true }), [])
  })
}

/** A QEMU that hangs when its arguments match the pattern of a shell. */
async function hanging(home: string, pattern: string) {
  const { qemu } = await equipment()
  const path = join(home, 'qemu')
  const note = join(home, 'hangs')
  const script = `#!/bin/sh\ncase "$*" in ${pattern}) echo $$ >'${note}'; sleep 77; exit 1;; esac\nexec '${qemu.path}' "$@"\n`
  writeFileSync(path, script, { mode: 0o755 })
  return {
    path,
    reached: () => until(() => existsSync(note) && readFileSync(note, 'utf8') !== '', 'it hangs'),
  }
}

for (const [name, pattern, args] of [
  ['the version of a QEMU for run', '--version', ['run', 'unix-server']],
  ['the probe of a QEMU for run', '*device?help', ['run', 'unix-server']],
  ['the probe of a QEMU for matrix', '*device?help', ['matrix', 'unix-server']],
  ['the probe of a QEMU for run --bisect-exit', '--version', ['run', 'unix-server', '--bisect-exit']],
  ['the probe of a QEMU for show', '*device?help', ['show', 'unix-server']],
  ['the probe of a QEMU for doctor', '*device?help', ['doctor']],
  ['the probe of a QEMU for shell', '*device?help', ['shell']],
  ['the start of a guest', '*hostfwd*', ['run', 'unix-server', '--cold']],
  ['the start of a guest for a snapshot', '*share=on*', ['run', 'unix-server']],
  ['the start of a guest for shell', '*hostfwd*', ['shell']],
] as const) {
  interrupted(name, false, async home => {
    const { path, reached } = await hanging(home, pattern)
    return { args: [...args, '--qemu', path], reached }
  })
}

const kvmDevice = withKvmDevice()
for (const args of [['run', 'unix-server'], ['doctor']]) {
  interrupted(`the KVM trial of ${args[0]}`, kvmDevice === null && 'no /dev/kvm', async home => {
    const { path, reached } = await hanging(home, '*pc,accel=kvm*')
    return { args: [...args, '--qemu', path], reached, under: kvmDevice ?? [] }
  })
}

const missing = await missingPrograms(['apt-get', 'dpkg-deb'])
const noMirror = missing.length > 0 ? `no ${missing.join(', ')}` : noNamespace
for (const [name, end, args] of [
  ['apt-get update of image build', 'InRelease', ['image', 'build']],
  ['apt-get update of qemu install', 'InRelease', ['qemu', 'install', 'native']],
  ['the download of qemu install', '.deb', ['qemu', 'install', 'native']],
  ['the download of a QEMU for run', '.deb', ['run', 'unix-server', '--qemu', 'native']],
] as const) {
  interrupted(name, noMirror, async (_, t) => {
    const mirror = await startMirror(t)
    let asked = false
    // It answers with the first byte, and no more.
    mirror.spoil(end, (content, response) => {
      response.writeHead(200, { 'content-length': content.length })
      response.write(content.subarray(0, 1))
      asked = true
    })
    const reached = () => until(() => asked, 'the file was asked for')
    return { args, reached, under: withMirror(mirror) }
  })
}

interrupted('a build of bisect', false, async home => {
  const { repo, commits } = await makeRepo(home, '/bin/false', ['well', 'lossy'])
  const note = join(home, 'building')
  const ends = ['--good', commits[0] ?? '', '--bad', 'HEAD', '--repo', repo, '--binary', 'build/qemu']
  const args = ['bisect', 'reconnect', ...ends, '--build', `touch ${note}; sleep 77`]
  return { args, reached: () => until(() => existsSync(note), 'it builds') }
})

interrupted('the second cell of two', false, async () => {
  const { qemu } = await equipment()
  const args = ['run', 'null', 'unix-server', '-j', '1', '--qemu', qemu.path, '--cold']
  return { args, reached: running => running.printed(' null · QEMU') }
})

void t.test('a run ends when nothing reads its stdout any more', async t => {
  await equipment()
  const running = start(t, ['run', 'null', 'reconnect', 'file', 'ringbuf', '-j', '1'])
  await running.printed('null · QEMU')
  running.child.stdout?.destroy()
  t.same(await running.ended, { code: 141, signal: null }, running.output())
  t.match(running.output(), /^chardev-fc: interrupted: nothing reads stdout any more\n$/m)
  leftNothing(t, running)
})
