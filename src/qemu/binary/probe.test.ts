import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { probeQemu } from './probe.ts'

const signal = new AbortController().signal

/** A script that answers as QEMU 7.2 does, but for the answers given; it writes down what it was asked. */
function standIn(folder: string, answers: Record<string, string> = {}): { path: string; asked(): string[] } {
  const log = join(folder, 'asked')
  const all = {
    '--version*': 'echo "QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)"',
    '-device help': `echo 'name "virtserialport", bus virtio-serial-bus'`,
    '-chardev help': 'printf "Available chardev backend types: \\n  socket\\n  udp\\n"',
    '-machine help': 'printf "Supported machines are:\\npc   Standard PC (alias of pc-i440fx-7.2)\\n"',
    '-accel help': 'printf "Accelerators supported in QEMU binary:\\ntcg\\n"',
    '-machine pc,*': 'read hello; exit 0',
    ...answers,
  }
  const cases = Object.entries(all).map(([asked, answer]) => `${asked.replaceAll(' ', '\\ ')}) ${answer};;`)
  const path = join(folder, 'qemu')
  writeFileSync(log, '')
  writeFileSync(path, `#!/bin/sh\necho "$1 $2" >>'${log}'\ncase "$1 $2" in\n${cases.join('\n')}\nesac\n`)
  chmodSync(path, 0o755)
  return { path, asked: () => readFileSync(log, 'utf8').trim().split(/ *\n/).sort() }
}

t.test('the answers are cached', async t => {
  const cache = t.testdir({ bin: {} })
  const { path, asked } = standIn(join(cache, 'bin'))
  const qemu = await probeQemu(path, cache, signal)
  t.match(qemu, {
    path,
    label: '7.2.22 Debian',
    version: '7.2.22',
    devices: ['virtserialport'],
    chardevs: ['socket', 'udp'],
    accelerators: ['tcg'],
  })
  const lists = ['-accel help', '-chardev help', '-device help', '-machine help']
  t.same(asked(), ['--version', ...lists, '-machine pc,accel=tcg:kvm'])
  t.same(await probeQemu(path, cache, signal, 'mine'), { ...qemu, label: 'mine' })
  t.equal(asked().length, 7, 'a script is asked for its version, it may lead elsewhere by now')
  const [kept = ''] = readdirSync(join(cache, 'probes'))
  writeFileSync(join(cache, 'probes', kept), '{"schema":1,')
  t.same(await probeQemu(path, cache, signal), qemu, 'what is broken is asked again')
  t.equal(asked().length, 13)
})

t.test('a script that starts another QEMU is another QEMU', async t => {
  const cache = t.testdir({ bin: { v: 'QEMU emulator version 8.0.50 (v8.0.0-1-gabc)' } })
  const version = `cat '${join(cache, 'bin', 'v')}'`
  const { path } = standIn(join(cache, 'bin'), { '--version*': version })
  const before = await probeQemu(path, cache, signal)
  writeFileSync(join(cache, 'bin', 'v'), 'QEMU emulator version 8.0.50 (v8.0.0-2-gdef)')
  const after = await probeQemu(path, cache, signal)
  t.same([before.label, after.label], ['8.0.50 v8.0.0-1-gabc', '8.0.50 v8.0.0-2-gdef'])
  t.not(before.identity, after.identity)
})

t.test('programs that are no QEMU', async t => {
  const folder = t.testdir({ text: 'just text', locked: '#!/bin/sh\n' })
  chmodSync(join(folder, 'text'), 0o755)
  const refused: [string, RegExp][] = [
    [join(folder, 'none'), /there is no such file/],
    [folder, /it is a folder/],
    ['/dev/null', /it is not a file/],
    [join(folder, 'locked'), /not executable/],
    [join(folder, 'text'), /neither a binary nor a script/],
    ['/bin/true', /--version prints /],
    ['/bin/ls', /--version prints /],
  ]
  for (const [path, words] of refused) {
    const error: unknown = await probeQemu(path, join(folder, 'cache'), signal).catch(error => error)
    t.match(error, { name: 'UsageError', message: words })
    t.match(String(error), /^UsageError: --qemu: \S+ [^\n]*--qemu$/, 'one line, with what to do')
  }
})

t.test('a QEMU that cannot do what guests need', async t => {
  const library = 'qemu: error while loading shared libraries: libfdt.so.1: cannot open shared object file'
  const failing: [string, string, RegExp][] = [
    ['--version*', `echo "${library}" >&2; exit 127`, /does not start \(status 127: .*libfdt\.so\.1/],
    ['--version*', 'echo "QEMU emulator version unknown"', /--version prints QEMU emulator version unknown/],
    ['--version*', 'kill -SEGV $$', /does not start \(SIGSEGV/],
    ['-machine help', 'printf "Supported machines are:\\nvirt   QEMU 7.2 ARM\\n"', /emulates no PC/],
    ['-machine pc,*', 'printf "could not load PC \\033[1mBIOS" >&2; exit 1', /status 1: .*PC \\x1b\[1mBIOS/],
    ['-machine pc,*', `echo "network backend 'user' is not compiled into this binary" >&2; exit 1`, /'user'/],
  ]
  for (const [asked, answer, words] of failing) {
    const { path } = standIn(t.testdir(), { [asked]: answer })
    const cache = `${path}-cache`
    await t.rejects(probeQemu(path, cache, signal), { name: 'UsageError', message: words })
    t.throws(() => readdirSync(join(cache, 'probes')), 'a failure is not kept')
  }
})

t.test('rejects when the signal aborts, and leaves no process', async t => {
  const { path } = standIn(t.testdir(), { '--version*': 'exec sleep 77' })
  const began = performance.now()
  await t.rejects(probeQemu(path, `${path}-cache`, AbortSignal.timeout(200)), { name: 'TimeoutError' })
  t.ok(performance.now() - began < 60_000)
})
