import { execFileSync } from 'node:child_process'
import t from 'tap'
import { commandLine, type Machine, shellText } from './command-line.ts'

const machine: Machine = {
  version: '7.2.22',
  accel: 'tcg',
  memoryBytes: 256 * 1024 ** 2,
  boot: { kind: 'kernel', kernel: '/k', initrd: '/i', append: 'console=ttyS0 quiet' },
  console: '/run/a,b/console',
  beats: '/run/a,b/beats',
  qmp: '/run/a,b/qmp',
  sshPort: 2222,
  sshdPort: 22,
  chardev: ['-chardev', 'socket,path=/run/c,server=on,wait=off,id=foo'],
  devices: ['virtio-serial-pci', 'virtserialport,chardev=foo,name=test0,nr=2'],
}

t.test('a machine, with options that every QEMU has from 1.3 on', async t => {
  t.same(commandLine(machine), [
    ...['-machine', 'pc,accel=tcg', '-m', '256M', '-smp', '1'],
    ...['-nodefaults', '-display', 'none', '-no-reboot'],
    // Seen on 5.2 to 11.1: `-serial file:` takes commas as they are, `-qmp unix:` wants them doubled.
    ...['-serial', 'file:/run/a,b/console', '-serial', 'file:/run/a,b/beats'],
    ...['-qmp', 'unix:/run/a,,b/qmp,server=on,wait=off'],
    ...['-netdev', 'user,id=n0,restrict=on,hostfwd=tcp:127.0.0.1:2222-:22'],
    ...['-device', 'virtio-net-pci,netdev=n0,romfile='],
    ...['-chardev', 'socket,path=/run/c,server=on,wait=off,id=foo'],
    ...['-device', 'virtio-serial-pci', '-device', 'virtserialport,chardev=foo,name=test0,nr=2'],
    ...['-kernel', '/k', '-initrd', '/i', '-append', 'console=ttyS0 quiet'],
  ])
})

void t.test('a socket with a = in its path has its option named', async t => {
  // Seen on 5.2 to 11.1: otherwise "Invalid parameter '/run/a'".
  const qmp = (path: string) => commandLine({ ...machine, qmp: path }).find(word => word.startsWith('unix:'))
  t.equal(qmp('/run/a=b,c/qmp'), 'unix:path=/run/a=b,,c/qmp,server=on,wait=off')
  t.equal(qmp('/run/a/qmp'), 'unix:/run/a/qmp,server=on,wait=off')
})

t.test('restrict=on is not used before 1.6.0, where hostfwd would not work', async t => {
  const network = (version: string) => {
    const argv = commandLine({ ...machine, version })
    return argv[argv.indexOf('-netdev') + 1]
  }
  t.equal(network('1.5.3'), 'user,id=n0,hostfwd=tcp:127.0.0.1:2222-:22')
  t.equal(network('1.5.90'), 'user,id=n0,hostfwd=tcp:127.0.0.1:2222-:22')
  t.equal(network('1.6.0'), 'user,id=n0,restrict=on,hostfwd=tcp:127.0.0.1:2222-:22')
})

t.test("a disk of the user's own is never written to, and its sshd may have another port", async t => {
  const file = '/guests/f14,old.qcow2'
  const argv = commandLine({ ...machine, boot: { kind: 'disk', file, format: 'qcow2' }, sshdPort: 2200 })
  t.notOk(argv.includes('-kernel'))
  t.same(argv.slice(argv.indexOf('-snapshot')), [
    '-snapshot',
    ...['-drive', 'file=/guests/f14,,old.qcow2,if=virtio,format=qcow2', '-vga', 'std'],
  ])
  t.match(argv[argv.indexOf('-netdev') + 1], /hostfwd=tcp:127\.0\.0\.1:2222-:2200$/)
  const unknown = commandLine({ ...machine, boot: { kind: 'disk', file } })
  t.ok(unknown.includes('file=/guests/f14,,old.qcow2,if=virtio'), 'QEMU looks for the format itself')
})

t.test('threads get names where QEMU can', async t => {
  t.same(commandLine({ ...machine, namesThreads: true }).slice(0, 2), ['-name', 'guest,debug-threads=on'])
  t.notOk(commandLine({ ...machine, namesThreads: false }).includes('-name'))
})

t.test('memory sizes are rounded up to KiB', async t => {
  const memoryOf = (memoryBytes: number) => commandLine({ ...machine, memoryBytes })[3]
  t.equal(memoryOf(96 * 1024 ** 2), '96M')
  t.equal(memoryOf(96 * 1024 ** 2 + 1), `${96 * 1024 + 1}K`)
})

t.test('text for a shell: one option per line, quoted where necessary', async t => {
  t.equal(
    shellText(['/opt/my qemu', '-S', '-append', "it's quiet", '-m', '64']),
    "'/opt/my qemu' \\\n  -S \\\n  -append 'it'\\''s quiet' \\\n  -m 64",
  )
})

t.test('a shell parses it to the same words', async t => {
  const words = ['a b', "it's", '$HOME `id` \\ "q"', '*', '', 'tab\there', 'ü', '#', '~', 'x;y&z|w']
  const text = shellText(['printf', '%s\\0', ...words])
  t.same(execFileSync('sh', ['-c', text], { encoding: 'utf8' }).split('\0').slice(0, -1), words)
})
