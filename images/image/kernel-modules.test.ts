import { gzipSync } from 'node:zlib'
import t from 'tap'
import { InfraError } from '../../src/model/errors.ts'
import { kernelModule } from '../packages/elf.fixture.ts'
import { loadOrder } from './kernel-modules.ts'

const order = async (dir: string) => {
  const modules = await loadOrder({ dir, scratch: dir, busybox: 'busybox' })
  return modules.map(({ name }) => name)
}

void t.test('dependencies come first, each once, unpacked, whatever - and _ a file name has', async t => {
  const dir = t.testdir({
    'modules.builtin': 'kernel/drivers/base/firmware-class.ko\n',
    kernel: {
      'virtio_ring.ko': kernelModule(),
      'virtio.ko.gz': gzipSync(kernelModule('virtio_ring')),
      'virtio_pci.ko': kernelModule('virtio', 'virtio_ring', 'firmware_class'),
      'net-failover.ko': kernelModule('failover'),
      'failover.ko': kernelModule(),
      'virtio_net.ko': kernelModule('virtio', 'net_failover'),
      'virtio_console.ko': kernelModule('virtio_ring', 'virtio'),
      'unrelated.ko': kernelModule(),
    },
  })
  const names = [
    'virtio_ring',
    'virtio',
    'virtio_pci',
    'failover',
    'net_failover',
    'virtio_net',
    'virtio_console',
  ]
  t.same(await order(dir), names)
  const modules = await loadOrder({ dir, scratch: dir, busybox: 'busybox' })
  t.same(modules[1]?.content, kernelModule('virtio_ring'))
})

void t.test('what is built into the kernel is not loaded (Ubuntu)', async t => {
  const builtin = ['virtio', 'virtio_ring', 'virtio_pci', 'virtio_console'].map(
    name => `kernel/drivers/${name}.ko\n`,
  )
  const dir = t.testdir({
    'modules.builtin': builtin.join(''),
    kernel: { 'virtio_net.ko': kernelModule('virtio_ring', 'virtio') },
  })
  t.same(await order(dir), ['virtio_net'])
})

void t.test('a kernel without virtio-serial is refused', async t => {
  const dir = t.testdir({ 'modules.builtin': 'kernel/virtio_pci.ko\nkernel/virtio_net.ko\n' })
  await t.rejects(order(dir), { constructor: InfraError, message: /lacks virtio_console/ })
})
