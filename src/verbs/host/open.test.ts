import t from 'tap'
import { hub } from '../../backends/hub.ts'
import { logged } from '../../backends/logged.ts'
import { pipe } from '../../backends/pipe.ts'
import { pty } from '../../backends/pty.ts'
import { tcp } from '../../backends/tcp.ts'
import { telnet } from '../../backends/telnet.ts'
import { tls } from '../../backends/tls.ts'
import { udp } from '../../backends/udp.ts'
import { unix } from '../../backends/unix.ts'
import { websocket } from '../../backends/websocket.ts'
import { wss } from '../../backends/wss.ts'
import { zeros } from '../../judge/content/payload.ts'
import { shown } from '../shown.fixture.ts'
import type { Stage } from '../stage.ts'

async function sends({ host }: Stage): Promise<void> {
  const peer = await host.open({ pieces: '3 B' })
  await peer.send(zeros('100 B'))
}

void t.test(
  'a host sends in pieces: a person pauses after each, the script waits until QEMU has seen it',
  async t => {
    const piece = '            super().sendall(data[at:at + 3])\n            '
    for (const chardev of [
      unix({ server: true }),
      tcp({ server: true }),
      telnet(),
      websocket(),
      tls(),
      wss(),
    ]) {
      const { typed, script } = await shown(sends, chardev)
      t.match(typed, '>>> sock = InPieces(socket.AF_', chardev.name)
      t.ok(typed.replaceAll('    ... ', '').includes(`${piece}time.sleep(0.01)\n`), chardev.name)
      t.ok(script.includes(`${piece}piece_is_seen()\n`), chardev.name)
      t.match(script, "step 'The host opens the chardev and sends in pieces of 3 B, gets ready to send'")
    }
  },
)

void t.test('what is spoken over the socket goes out in pieces, too', async t => {
  const { script } = await shown(sends, wss())
  const order = [
    'sock = InPieces(',
    'sock = Tls(sock)',
    'def whole(',
    'sock.sendall(b"GET / HTTP',
    'def frame(',
  ]
  const places = order.map(words => script.indexOf(words))
  t.same(
    places,
    [...places].sort((one, other) => one - other),
  )
  t.not(places[0], -1)
  t.match((await shown(sends, logged(unix({ server: true })))).typed, 'log_file = open(')
})

void t.test('it is recorded after 16 pieces how much was accepted', async t => {
  const { script } = await shown(sends)
  t.match(script, 'for at in range(0, len(to_send1), 48):')
  const whole = await shown(async ({ host }) => (await host.open()).send(zeros('100 B')))
  t.match(whole.script, 'for at in range(0, len(to_send1), 16384):')
  t.notMatch(whole.script, 'InPieces')
})

void t.test('what is no socket on which QEMU listens is refused, and so is no size', async t => {
  for (const chardev of [
    unix({ server: false }),
    tcp({ server: false }),
    udp(),
    pty(),
    pipe({ pair: true }),
    hub('unix'),
  ])
    await t.rejects(
      shown(sends, chardev),
      { name: 'UsageError', message: /^expected a socket on which QEMU listens \(unix,/ },
      chardev.name,
    )
  await t.rejects(
    shown(({ host }) => host.open({ pieces: '0 B' }) as Promise<never>),
    { name: 'UsageError', message: "expected pieces of at least 1 B, got '0 B'" },
  )
})
