import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { hasPc, readAnswers, versionLine } from './probe-answers.ts'

/** What the real binary printed, standard output and error together. */
function recorded(version: string, question: string): string {
  let root = import.meta.dirname
  while (!existsSync(join(root, 'fixtures'))) root = dirname(root)
  const file = join(root, 'fixtures', 'probes', `${version}-${question}`)
  return readFileSync(`${file}.out`, 'utf8') + readFileSync(`${file}.err`, 'utf8')
}

function told(version: string) {
  return readAnswers({
    version: recorded(version, 'version'),
    devices: recorded(version, 'device'),
    chardevs: recorded(version, 'chardev'),
    accelerators: recorded(version, 'accel'),
    qmp: '',
  })
}

const versions = { '5.2': '5.2.0', '7.2': '7.2.22', '10.0': '10.0.13', '11.1': '11.1.3' }

for (const [recording, version] of Object.entries(versions)) {
  t.test(`what QEMU ${version} says of itself`, async t => {
    const qemu = told(recording)
    t.equal(qemu?.version, version)
    t.match(qemu?.versionText, /^QEMU emulator version \S+ \(Debian 1:\S+\)$/)
    for (const device of ['virtserialport', 'virtconsole', 'isa-serial', 'isa-debugcon', 'virtio-net-pci']) {
      t.ok(qemu?.devices.includes(device), device)
    }
    t.ok(qemu?.devices.includes('virtio-serial'), 'an alias')
    for (const chardev of ['socket', 'udp', 'pty', 'pipe', 'null', 'file', 'ringbuf']) {
      t.ok(qemu?.chardevs.includes(chardev), chardev)
    }
    t.notMatch(qemu?.chardevs, ['module'], 'a complaint about a missing module is no backend')
    t.ok(qemu?.accelerators?.includes('tcg') && qemu.accelerators.includes('kvm'))
    t.equal(qemu?.namesThreads, true)
    t.ok(hasPc(recorded(recording, 'machine')))
  })
}

t.test('the differences between them show', async t => {
  t.ok(told('5.2')?.chardevs.includes('tty'), 'an old name of serial')
  t.notOk(told('7.2')?.chardevs.includes('tty'))
  t.ok(told('11.1')?.chardevs.includes('hub'))
  t.notOk(told('7.2')?.chardevs.includes('hub'))
})

t.test('QEMU 1.4: copyright on the version line, no list of chardevs or accelerators', async t => {
  const qemu = readAnswers({
    version: 'QEMU emulator version 1.4.0, Copyright (c) 2003-2008 Fabrice Bellard\n',
    devices: 'name "virtio-serial-pci", bus PCI, alias "virtio-serial"\nname "isa-debugcon", bus ISA\n',
    chardevs: 'qemu-system-x86_64: -chardev help: chardev: no id specified\n',
    accelerators: 'qemu-system-x86_64: -accel: invalid option\n',
    qmp: '',
  })
  t.match(qemu, { version: '1.4.0', versionText: 'QEMU emulator version 1.4.0', namesThreads: false })
  t.same(qemu?.devices, ['isa-debugcon', 'virtio-serial', 'virtio-serial-pci'])
  t.equal(qemu?.accelerators, null)
  t.ok(qemu?.chardevs.includes('socket') && qemu.chardevs.includes('udp'))
  t.notOk(qemu?.chardevs.includes('ringbuf'), 'came in between: not to be promised')
})

t.test('QEMU 2.0: QMP tells the chardevs', async t => {
  const qmp = [
    '{"QMP": {"version": {"qemu": {"micro": 2, "minor": 0, "major": 2}, "package": ""}, "capabilities": []}}',
    '{"return": {}}',
    '{"return": [{"name": "vc"}, {"name": "ringbuf"}, {"name": "socket"}]}',
    '{"return": {}}',
  ].join('\r\n')
  const answers = { version: 'QEMU emulator version 2.0.2', devices: '', chardevs: '', accelerators: '', qmp }
  t.same(readAnswers(answers)?.chardevs, ['ringbuf', 'socket', 'vc'])
})

t.test('QEMU 2.8: the list of chardevs comes as an error message', async t => {
  const chardevs = 'qemu-system-x86_64: Available chardev backend types: \n  socket\n  spiceport\n'
  const qemu = readAnswers({
    version: 'QEMU emulator version 2.8.1',
    devices: '',
    chardevs,
    accelerators: '',
    qmp: '',
  })
  t.same(qemu?.chardevs, ['socket', 'spiceport'])
})

t.test('a development version stays what it is', async t => {
  const version = 'QEMU emulator version 8.0.50 (v8.0.0-1234-g5d1c29)\nCopyright (c) 2003-2023 …\n'
  const qemu = readAnswers({ version, devices: '', chardevs: '', accelerators: '', qmp: '' })
  t.match(qemu, { version: '8.0.50', versionText: 'QEMU emulator version 8.0.50 (v8.0.0-1234-g5d1c29)' })
})

t.test('its tools and its user-mode emulators are no QEMU', async t => {
  t.equal(versionLine('qemu-img version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)\nCopyright (c) …'), null)
  t.equal(versionLine('qemu-x86_64 version 7.2.22\n'), null)
  t.equal(versionLine('ls (GNU coreutils) 9.1\n'), null)
  t.notOk(
    hasPc('Supported machines are:\nvirt                 QEMU 7.2 ARM Virtual Machine (alias of virt-7.2)\n'),
  )
})
