import t from 'tap'
import { shown } from '../shown.fixture.ts'

void t.test('an event is waited for in the one conversation with the monitor', async t => {
  const event = '>>> next(said for said in map(json.loads, qmp) if said.get("event") == "DEVICE_DELETED")'
  const { typed, script } = await shown(async ({ qemu }) => {
    await qemu.qmp('device_del', { id: qemu.device })
    await qemu.tells('DEVICE_DELETED')
  })
  t.ok(typed.includes(event))
  t.equal(typed.split('$ python3').length, 2)
  t.ok(script.includes(event.slice('>>> '.length)))
})
