import { alive, defineCase, intact, text, timed, unix, unseenLeave, virtserialport } from '../src/case.ts'

/**
 * As reconnect, the other way round: QEMU is the client and reconnects. The host takes one connection, reads a line,
 * and closes; nobody listens until it does so again.
 */
export default defineCase({
  title: 'UNIX chardev in client mode: QEMU reconnects to a host that was away between two lines',
  chardev: unix({ server: false, reconnect: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [{ ...unseenLeave, symptom: 'stuck' }],

  async script({ host, guest, port }) {
    const netcat = await host.open()
    await guest.run`echo foo > ${port}`
    await netcat.drain(text('foo\n'))
    await netcat.close()
    await host.idle('for 20 beats')
    const restarted = await host.open()
    await guest.run`echo bar > ${port}`
    await restarted.drain(text('bar\n'))
  },

  expect: [timed({ closes: 'port closed' }), alive(), intact(text('foo\nbar\n'))],
})
