import t from 'tap'
import { pty } from '../../backends/pty.ts'
import { tcp } from '../../backends/tcp.ts'
import { telnet } from '../../backends/telnet.ts'
import { tls } from '../../backends/tls.ts'
import { udp } from '../../backends/udp.ts'
import { unix } from '../../backends/unix.ts'
import { websocket } from '../../backends/websocket.ts'
import { shown } from '../shown.fixture.ts'
import type { Stage } from '../stage.ts'

async function resets({ host }: Stage): Promise<void> {
  const peer = await host.open()
  await peer.reset()
  await host.open()
}

void t.test('a connection over TCP is closed without time to linger, and another may follow', async t => {
  const closes =
    'sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))\nsock.close()\nseen_by_qemu()\n'
  for (const chardev of [tcp({ server: true }), tcp({ server: false }), telnet(), websocket(), tls()]) {
    const { typed, script } = await shown(resets, chardev)
    t.match(typed, '>>> import struct\n', chardev.name)
    t.ok(script.includes(closes), chardev.name)
    t.match(script, "step 'The host opens the chardev, resets the connection, opens the chardev'")
  }
})

void t.test('what knows no reset is refused', async t => {
  for (const chardev of [unix({ server: true }), unix({ server: false }), udp(), pty()])
    await t.rejects(
      shown(resets, chardev),
      { name: 'UsageError', message: /^expected a chardev over TCP for reset\(\)/ },
      chardev.name,
    )
})
