import t from 'tap'
import type { Qemu } from './qemu.ts'
import { uniqueLabels } from './unique-labels.ts'

const qemu = (path: string, label: string, identity = path): Qemu => ({
  path,
  label,
  identity,
  version: '10.0.50',
  versionText: '',
  devices: [],
  chardevs: [],
  accelerators: null,
  namesThreads: true,
  hasReconnectMs: true,
})
const labels = (...qemus: Qemu[]) => uniqueLabels(qemus).map(({ label }) => label)

void t.test('a binary that is named twice is listed once', async t => {
  const [one, link] = [qemu('/a/qemu', 'debian-sid', 'x'), qemu('/link', '11.1.3 Debian', 'x')]
  t.strictSame(uniqueLabels([one, qemu('/b/qemu', '7.2.22 Debian'), link]), [
    one,
    qemu('/b/qemu', '7.2.22 Debian'),
  ])
})

void t.test('a label of several binaries includes the distinct part of the path', async t => {
  t.strictSame(
    labels(qemu('/src/b1/qemu', '10.0.50'), qemu('/src/b2/qemu', '10.0.50'), qemu('/q', '7.2.22 Debian')),
    ['10.0.50 at b1', '10.0.50 at b2', '7.2.22 Debian'],
  )
  t.strictSame(labels(qemu('/s/qemu', 'x'), qemu('/s/b/qemu', 'x')), ['x at qemu', 'x at b/qemu'])
  t.strictSame(labels(qemu('/s/qemu-a', 'x'), qemu('/s/qemu-b', 'x')), ['x at qemu-a', 'x at qemu-b'])
  t.strictSame(labels(qemu('/s/1/a/qemu', 'x'), qemu('/s/2/a/qemu', 'x'), qemu('/s/2/b/qemu', 'x')), [
    'x at 1/a',
    'x at 2/a',
    'x at 2/b',
  ])
})
