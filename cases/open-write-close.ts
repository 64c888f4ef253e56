import {
  alive,
  crashesOnLeave,
  defineCase,
  intact,
  lateLeave,
  testLines,
  timed,
  unix,
  virtserialport,
} from '../src/case.ts'

/**
 * Gerd's open-write-close test: each line opens the port, writes and closes it. The host disconnects during the loop
 * and reconnects. "The bug triggers only with open-write-close."
 *
 * The loop has two parts, so that the host disconnects and reconnects between two lines, when the guest has the port
 * closed. If the host closes at the moment a line arrives, the bug does not show (1.4.0 and 1.5.0 lose nothing then).
 */
export default defineCase({
  title: "Gerd's open-write-close test: the host reconnects during the loop",
  page: 'Known bugs',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '<1.5.0',
      symptom: 'stuck',
      why: 'QEMU does not notice that the host has left while the port is closed, and keeps writing to the dead connection (wiki page, Known bugs)',
      sometimes: true,
    },
    {
      qemu: '<1.5.0',
      symptom: 'loss',
      why: 'QEMU notices that the host has left only while a line has the port open: the lines before that go to the dead connection',
      sometimes: true,
    },
    { ...lateLeave, qemu: '>=1.5.0 <2.8.0', symptom: 'loss' },
    { ...lateLeave, qemu: '>=2.8.0 <2.10.0', symptom: 'loss', sometimes: true },
    { ...lateLeave, symptom: 'freeze', sometimes: true },
    crashesOnLeave,
  ],

  async script({ host, guest, port, pause }) {
    const netcat = await host.open()
    const first =
      await guest.start`for seq in $(seq 1 20); do echo "test $seq" > ${port}; sleep ${pause}; done`
    await netcat.drain(testLines(1, 20))
    await first.exit(0)
    await netcat.close()
    const restarted = await host.open()
    const second =
      await guest.start`for seq in $(seq 21 100); do echo "test $seq" > ${port}; sleep ${pause}; done`
    await restarted.drain(testLines(21, 100))
    await second.exit(0)
  },

  expect: [timed({ closes: 'port closed' }), alive(), intact(testLines(1, 100))],
})
