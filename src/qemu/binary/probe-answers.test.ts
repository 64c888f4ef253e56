import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { hasPc, readAnswers, versionLine } from './probe-answers.ts'

/** What the real binary printed, standard output and error together. */
function recorded(version: string, question: string): string {
  const file = fileOf(version, question)
  return readFileSync(file, 'utf8') + readFileSync(file.replace(/out$/, 'err'), 'utf8')
}

function fileOf(version: string, question: string): string {
  let root = import.meta.dirname
  while (!existsSync(join(root, 'fixtures'))) root = dirname(root)
  return join(root, 'fixtures', 'probes', `${version}-${question}.out`)
}

function facts(version: string) {
  return readAnswers({
    version: recorded(version, 'version'),
    devices: recorded(version, 'device'),
    chardevs: recorded(version, 'chardev'),
    accelerators: recorded(version, 'accel'),
    qmp: existsSync(fileOf(version, 'qmp')) ? recorded(version, 'qmp') : '',
  })
}

const versions = { '5.2': '5.2.0', '7.2': '7.2.22', '10.0': '10.0.13', '11.1': '11.1.3' }

for (const [recording, version] of Object.entries(versions)) {
  t.test(`the answers of QEMU ${version}`, async t => {
    const qemu = facts(recording)
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
  t.ok(facts('5.2')?.chardevs.includes('tty'), 'the old name of serial')
  t.notOk(facts('7.2')?.chardevs.includes('tty'))
  t.ok(facts('11.1')?.chardevs.includes('hub'))
  t.notOk(facts('7.2')?.chardevs.includes('hub'))
})

/** What the old ones cannot tell is not made up: which accelerators they have, and before 2.0 all their chardevs. */
const old = {
  '1.4': { version: '1.4.0', namesThreads: false, ringbuf: false },
  '1.5': { version: '1.5.0', namesThreads: false, ringbuf: false },
  '2.0': { version: '2.0.2', namesThreads: false, ringbuf: true },
  '2.6': { version: '2.6.2', namesThreads: true, ringbuf: true },
  '2.12': { version: '2.12.1', namesThreads: true, ringbuf: true },
  '4.2': { version: '4.2.1', namesThreads: true, ringbuf: true },
}

for (const [recording, { version, namesThreads, ringbuf }] of Object.entries(old)) {
  t.test(`the answers of QEMU ${version}`, async t => {
    const qemu = facts(recording)
    t.match(qemu, { version, versionText: `QEMU emulator version ${version}`, namesThreads })
    for (const device of ['virtserialport', 'virtconsole', 'isa-serial', 'isa-debugcon', 'virtio-net-pci']) {
      t.ok(qemu?.devices.includes(device), device)
    }
    for (const chardev of ['socket', 'udp', 'pty', 'pipe', 'null', 'file']) {
      t.ok(qemu?.chardevs.includes(chardev), chardev)
    }
    t.equal(qemu?.chardevs.includes('ringbuf'), ringbuf)
    t.same(qemu?.accelerators, version === '4.2.1' ? ['tcg', 'kvm'] : null)
    t.ok(hasPc(recorded(recording, 'machine')))
  })
}

t.test('QEMU 2.8 prints the list of chardevs as an error message', async t => {
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

t.test('a development version keeps its number', async t => {
  const version = 'QEMU emulator version 8.0.50 (v8.0.0-1234-g5d1c29)\nCopyright (c) 2003-2023 …\n'
  const qemu = readAnswers({ version, devices: '', chardevs: '', accelerators: '', qmp: '' })
  t.match(qemu, { version: '8.0.50', versionText: 'QEMU emulator version 8.0.50 (v8.0.0-1234-g5d1c29)' })
})

t.test("QEMU's tools and user-mode emulators are no system emulators", async t => {
  t.equal(versionLine('qemu-img version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)\nCopyright (c) …'), null)
  t.equal(versionLine('qemu-x86_64 version 7.2.22\n'), null)
  t.equal(versionLine('ls (GNU coreutils) 9.1\n'), null)
  t.notOk(
    hasPc('Supported machines are:\nvirt                 QEMU 7.2 ARM Virtual Machine (alias of virt-7.2)\n'),
  )
})
