import { alive, defineCase, intact, text, timed, unix, unseenLeave, virtserialport } from '../src/case.ts'

/**
 * As reconnect, with QEMU as the client: the host accepts one connection, reads a line and closes. Nobody listens for a
 * while; then the host listens again.
 */
export default defineCase({
  title: 'UNIX chardev in client mode: the host is away between two lines, and QEMU reconnects',
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
