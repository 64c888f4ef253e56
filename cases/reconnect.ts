import {
  alive,
  crashesOnLeave,
  defineCase,
  intact,
  lateLeave,
  text,
  timed,
  unix,
  virtserialport,
} from '../src/case.ts'

/**
 * The wiki page's known bug: netcat is restarted, and what the guest writes afterwards does not arrive.
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
      why: 'QEMU does not notice that the host has left while the port is closed, and keeps writing to the dead connection (wiki page, Known bugs)',
    },
    { ...lateLeave, qemu: '>=1.5.0 <2.8.0', symptom: 'loss' },
    { ...lateLeave, qemu: '>=2.8.0 <2.10.0', symptom: 'loss', sometimes: true },
    { ...lateLeave, symptom: 'stuck', sometimes: true },
    { ...lateLeave, symptom: 'freeze', sometimes: true },
    crashesOnLeave,
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
