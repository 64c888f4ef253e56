import { alive, defineCase, intact, text, timed, unix, unseenLeave, virtserialport } from '../src/case.ts'

/**
 * The page's known bug: netcat is stopped and started again, and what the guest writes then does not appear.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: netcat is restarted between two lines',
  page: 'Known bugs',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '<1.5.0',
      symptom: 'stuck',
      why: 'QEMU does not see that the host has left while the port is closed, and goes on writing to the connection that is gone (the page, Known bugs)',
    },
    { ...unseenLeave, qemu: '>=1.5.0 <2.12.0', symptom: 'loss' },
    { ...unseenLeave, qemu: '>=1.5.0 <2.12.0', symptom: 'stuck', sometimes: true },
  ],

  async script({ host, guest, port }) {
    const netcat = await host.open()
    await guest.run`echo foo > ${port}`
    await netcat.drain(text('foo\n'))
    await netcat.close()
    const restarted = await host.open()
    await guest.run`echo bar > ${port}`
    await restarted.drain(text('bar\n'))
  },

  expect: [timed({ closes: 'port closed' }), alive(), intact(text('foo\nbar\n'))],
})
