import t from 'tap'
import { unix } from '../../backends/unix.ts'
import { virtserialport } from '../../frontends/virtserialport.ts'
import { shown } from '../shown.fixture.ts'

void t.test('the guest migrates over the socket on which the destination waits', async t => {
  const { typed, script } = await shown(async ({ qemu, host }) => {
    const there = await qemu.incoming()
    await there.open()
    await qemu.migrate()
    await qemu.killSource()
    await (await host.open()).drain('to its end')
  })
  t.match(
    typed,
    /Start the destination, a QEMU that waits for the guest:\n\n {4}\$ qemu -incoming unix:\/tmp\/foo-qemu2-guest\n/,
  )
  t.match(typed, '>>> qemu2_sock.connect("/tmp/foo-qemu2-chardev")')
  t.match(typed, '>>> ask("migrate", **{"uri": "unix:/tmp/foo-qemu2-guest"})')
  t.match(typed, '>>> qmp.connect("/tmp/foo-qemu2-qmp")')
  t.match(typed, /Kill the source QEMU\.\n/)
  t.match(typed, '>>> qemu2_sock2.connect("/tmp/foo-qemu2-chardev")', 'the host is that of the destination')
  t.match(typed, '>>> for chunk in iter(lambda: qemu2_sock2.recv(65536), b""):')
  t.match(script, /starts_other qemu2 guest\n/)
  t.match(script, /\nother_takes_over qemu2 "\$PORT2"\n/)
  t.match(script, /\nguest_goes_on\n\nstep 'The source QEMU is killed'\nkills_source\n/)
})

void t.test('the ways exec and fd use a FIFO', async t => {
  for (const [way, incoming] of [
    ['exec', 'exec:cat /tmp/foo-qemu2-guest'],
    ['fd', 'fd:4'],
  ] as const) {
    const { typed } = await shown(async ({ qemu }) => {
      await qemu.incoming(way)
      await qemu.migrate()
    })
    t.match(typed, '$ mkfifo /tmp/foo-qemu2-guest')
    t.match(typed, `$ qemu -incoming ${incoming}\n`)
    t.match(typed, '"uri": "exec:cat > /tmp/foo-qemu2-guest"')
  }
})

void t.test('a guest is saved to a file and restored from it', async t => {
  const { typed, script } = await shown(async ({ qemu }) => {
    await qemu.save()
    await qemu.restore()
  })
  t.match(typed, '"uri": "exec:cat > /tmp/foo-saved1"')
  t.match(
    typed,
    /Kill QEMU\.\n\nStart another QEMU, which restores the guest:\n\n {4}\$ qemu -incoming exec:cat \/tmp\/foo-saved1\n/,
  )
  t.match(script, /\nkills_qemu\n/)
})

void t.test('migrate needs incoming before it, and restore needs save', async t => {
  await t.rejects(
    shown(({ qemu }) => qemu.migrate()),
    { name: 'UsageError', message: /expected qemu\.incoming\(\) before/ },
  )
  await t.rejects(
    shown(({ qemu }) => qemu.restore()),
    { name: 'UsageError', message: /expected qemu\.save\(\) before/ },
  )
})

void t.test('a port that is named as the second QEMU is refused', async t => {
  const ports = {
    qemu2: { chardev: unix({ server: true }), frontend: virtserialport({ name: 'other', nr: 3 }) },
  }
  await t.rejects(
    shown(async ({ qemu }) => void (await qemu.incoming()), undefined, ports),
    { name: 'UsageError', message: "expected a port of another name than 'qemu2', a host of the case" },
  )
})
