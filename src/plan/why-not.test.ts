import t from 'tap'
import { virtserialport } from '../frontends/virtserialport.ts'
import type { Backend } from '../model/case/backend.ts'
import { whyNot } from './why-not.ts'

const qemu = {
  version: '7.2.22',
  chardevs: ['pty', 'socket'],
  devices: ['isa-serial', 'virtio-serial-pci', 'virtserialport'],
}
const frontend = virtserialport({ name: 'test0', nr: 2 })

const image = { kind: 'kernel' } as const

function chardev(needs: string, since?: string): Backend {
  return {
    name: `${needs} server`,
    needs,
    ...(since === undefined ? {} : { since }),
    options: () => [],
    address: () => null,
    typed: () => ({ prepare: [], open: [], receive: () => '', send: () => [], endWriting: [], close: [] }),
    prepare: () => Promise.reject(new Error('never prepared')),
  }
}

void t.test('a chardev that the binary does not list', async t => {
  const hub = { chardev: chardev('hub'), frontend }
  t.equal(whyNot(hub, qemu, image), "QEMU 7.2.22 has no chardev 'hub' (-chardev help)")
  t.equal(whyNot(hub, { ...qemu, chardevs: ['hub'] }, image), null)
})

void t.test('devices that the binary does not list', async t => {
  const odd = { ...frontend, needs: ['virtio-serial-pci', 'isa-toaster', 'usb-toaster'] }
  const why = whyNot({ chardev: chardev('socket'), frontend: odd }, qemu, image)
  t.equal(why, "QEMU 7.2.22 has no device 'isa-toaster', 'usb-toaster' (-device help)")
})

void t.test('an option that came later; a development version before it may lack it', async t => {
  const reconnecting = { chardev: chardev('socket', '2.2.0'), frontend }
  t.equal(whyNot(reconnecting, qemu, image), null)
  for (const version of ['1.7.2', '2.1.90']) {
    const why = whyNot(reconnecting, { ...qemu, version }, image)
    t.equal(why, `QEMU ${version} is too old for 'socket server', which came with 2.2.0`)
  }
})

void t.test('a script that asks for more than this QEMU has', async t => {
  const breaks = { chardev: chardev('socket'), frontend, since: '8.0.0' }
  t.equal(whyNot(breaks, qemu, image), 'QEMU 7.2.22 is too old: the script of this case needs 8.0.0')
  t.equal(whyNot(breaks, { ...qemu, version: '8.0.0' }, image), null)
})

void t.test('a guest on a disk does not migrate', async t => {
  const played = { chardev: chardev('socket'), frontend, migrates: true } as const
  t.equal(whyNot(played, qemu, image), null)
  t.match(whyNot(played, qemu, { kind: 'disk' }), /^a guest on a disk of your own cannot migrate: /)
  t.equal(whyNot({ chardev: chardev('socket'), frontend }, qemu, { kind: 'disk' }), null)
})
