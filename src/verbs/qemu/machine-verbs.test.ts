import t from 'tap'
import { tcp } from '../../backends/tcp.ts'
import { shown } from '../shown.fixture.ts'

void t.test('stop and cont ask the monitor, and the script counts no silence in between', async t => {
  const { typed, script } = await shown(async ({ qemu }) => {
    await qemu.stop()
    await qemu.cont()
  })
  t.match(typed, />>> ask\("stop"\)\n {4}>>> ask\("cont"\)$/)
  t.match(script, /\nSTOPPED=yes\n(.*\n)+ask\("stop"\)\nask\("cont"\)\nEOF\n\nSTOPPED=$/)
})

void t.test('a reset is followed by another login', async t => {
  const { typed, script } = await shown(async ({ qemu }) => qemu.reset())
  t.match(typed, />>> ask\("system_reset"\)\n\nThe guest boots again: log in once more when it is up\.$/)
  t.match(script, /ask\("system_reset"\)\nEOF\n\nboots_again$/)
})

void t.test('unplug waits until QEMU does not list the device any more', async t => {
  const { typed } = await shown(async ({ qemu }) => qemu.unplug(qemu.device))
  t.match(
    typed,
    />>> ask\("device_del", \*\*\{"id": "test0"\}\)\n {4}>>> while any\(each\["name"\] == "test0" for/,
  )
})

void t.test('refuses fails when QEMU executes the command', async t => {
  const { typed } = await shown(async ({ qemu }) => qemu.refuses('chardev-remove', { id: qemu.chardev }))
  t.match(
    typed,
    />>> try: executed = ask\("chardev-remove", .*\)\n.*except AssertionError as words: print\(words\)/,
  )
  t.match(typed, 'else: raise SystemExit("QEMU executed what it must refuse")')
})

void t.test('change prepares the new host side, and types into variables of its own', async t => {
  const { typed, script, read } = await shown(async ({ host, qemu }) => {
    await host.open()
    const changed = await qemu.change(tcp({ server: true }))
    const peer = await changed.open()
    await peer.close()
  })
  const line = (port: string) =>
    `"command-line": "chardev-change foo socket,host=127.0.0.1,port=${port},server=on,wait=off"`
  t.match(typed, line('4712'))
  t.match(typed, '>>> changed1_sock.connect(("127.0.0.1", 4712))')
  t.match(script, line('$PORT2'))
  t.equal(read, 'data + changed1_data', 'what arrives at the new one is judged, too')
})

void t.test('a chardev that is none, and a way that is none, are refused in plain words', async t => {
  await t.rejects(
    shown(async ({ qemu }) => void (await qemu.change('tcp' as never))),
    { name: 'UsageError', message: 'expected a chardev such as unix({ server: true }), got "tcp"' },
  )
  for (const way of ['exce', 'file']) {
    await t.rejects(
      shown(async ({ qemu }) => void (await qemu.incoming(way as 'exec'))),
      { name: 'UsageError', message: `expected incoming('unix', 'exec' or 'fd'), got '${way}'` },
    )
  }
})
