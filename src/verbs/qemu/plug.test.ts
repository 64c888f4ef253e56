import t from 'tap'
import { shown } from '../shown.fixture.ts'

const nothing = undefined as unknown as string

void t.test('a device that cannot be plugged or unplugged is refused', async t => {
  const refused = { name: 'UsageError', message: /expected .*qemu\.device/ }
  await t.rejects(
    shown(({ qemu }) => qemu.unplug(nothing)),
    refused,
  )
  await t.rejects(
    shown(({ qemu }) => qemu.plug(nothing)),
    refused,
  )
  await t.rejects(
    shown(({ qemu }) => qemu.plug('other')),
    refused,
  )
})

void t.test('what plugs the device is what QEMU was started with', async t => {
  const { typed } = await shown(({ qemu }) => qemu.plug(qemu.device))
  t.match(typed, 'device_add virtserialport,chardev=foo,id=test0,name=test0,nr=2')
})
