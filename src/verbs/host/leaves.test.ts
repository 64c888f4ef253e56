import t from 'tap'
import { telnet } from '../../backends/telnet.ts'
import { tls } from '../../backends/tls.ts'
import { unix } from '../../backends/unix.ts'
import { websocket } from '../../backends/websocket.ts'
import { wss } from '../../backends/wss.ts'
import { shown } from '../shown.fixture.ts'
import type { Stage } from '../stage.ts'

async function amid({ host }: Stage): Promise<void> {
  await host.leaves('amid the handshake')
  await host.open()
}

void t.test('a host sends a part of the handshake and closes; the next opens as ever', async t => {
  for (const chardev of [telnet(), websocket(), tls(), wss()]) {
    const { typed, script } = await shown(amid, chardev)
    t.match(typed, />>> passer.sendall\(b"\\x[^"]*"\)\n {4}>>> passer.close\(\)\n/, chardev.name)
    t.ok(script.includes('passer.close()\nseen_by_qemu()\n'), chardev.name)
    t.match(script, "step 'The host leaves amid the handshake, opens the chardev'")
  }
})

void t.test('a host says a word and closes, without a wait in between', async t => {
  const { script } = await shown(({ host }) => host.leaves('after a word'))
  t.ok(script.includes('sock.sendall(b"hello\\n")\nsock.close()\nseen_by_qemu()\n'), script)
})

void t.test('what has no handshake is refused', async t => {
  await t.rejects(shown(amid, unix({ server: true })), {
    name: 'UsageError',
    message: /^expected a chardev with a handshake/,
  })
})
