import t from 'tap'
import { shown } from '../shown.fixture.ts'

void t.test('the driver is found by the port, and the port waited for after it is bound', async t => {
  const { typed, script } = await shown(async ({ guest }) => {
    await guest.unbind()
    await guest.bind()
  })
  for (const text of [typed, script]) {
    t.match(text, '$(basename $(readlink -f /dev/virtio-ports/test0))')
    t.match(text, '> $device/driver/unbind')
    t.match(text, '> $driver/bind')
    t.match(text, 'until [ -c /dev/virtio-ports/test0 ]')
  }
  t.match(typed, /^ {4}# read -r driver device/m)
  t.equal(script.split("\nguest_runs '").length, 3)
})
