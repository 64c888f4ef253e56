import t from 'tap'
import { unix } from '../../backends/unix.ts'
import { virtserialport } from '../../frontends/virtserialport.ts'
import { shown } from '../shown.fixture.ts'

const chardev = unix({ server: true })
const elsewhere = { chardev, frontend: virtserialport({ name: 'port', nr: 1, bus: 2 }) }

void t.test('a device that the case does not have is refused', async t => {
  const refused = { name: 'UsageError', message: /^expected qemu\.device, got (nothing|"other")$/ }
  for (const device of [undefined as unknown as string, 'other']) {
    await t.rejects(
      shown(({ qemu }) => qemu.unplug(device)),
      refused,
    )
    await t.rejects(
      shown(({ qemu }) => qemu.plug(device)),
      refused,
    )
  }
  const further = {
    message: /expected qemu\.device, or that of a further port, beside\(NAME\)\.device, got "port"/,
  }
  await t.rejects(
    shown(({ qemu }) => qemu.plug('port'), chardev, { elsewhere }),
    further,
  )
})

void t.test('what plugs the device is what QEMU was started with', async t => {
  const { typed } = await shown(({ qemu }) => qemu.plug(qemu.device))
  t.match(typed, 'device_add virtserialport,chardev=foo,id=test0,name=test0,nr=2')
})

void t.test('a further port is unplugged and plugged by its own ids, and waited for', async t => {
  const { typed, script } = await shown(
    async ({ qemu, beside }) => {
      await qemu.unplug(beside('elsewhere').device)
      await qemu.plug(beside('elsewhere').device)
    },
    chardev,
    { elsewhere },
  )
  for (const text of [typed, script]) {
    t.match(text, 'ask("device_del", **{"id": "elsewhere"})')
    t.match(text, 'device_add virtserialport,bus=bus2.0,chardev=elsewhere,id=elsewhere,name=port,nr=1')
    t.match(text, 'until [ -c /dev/virtio-ports/port ]')
  }
})
