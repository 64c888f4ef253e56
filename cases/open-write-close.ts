import { alive, defineCase, intact, testLines, unix, virtserialport } from '../src/case.ts'

/**
 * Gerd's open-write-close test: each line opens the port, writes, and closes it. The host disconnects amid the loop
 * and comes back. "The bug triggers only with open-write-close."
 */
export default defineCase({
  title: "Gerd's open-write-close test: the host reconnects amid the loop",
  page: 'Known bugs',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '<=1.5.0',
      symptom: 'loss',
      why: 'lines written around a reconnect go to the connection that is gone (the page, Known bugs)',
    },
  ],

  async script({ host, guest, port, pause }) {
    const netcat = await host.open()
    const loop =
      await guest.start`for seq in $(seq 1 100); do echo "test $seq" > ${port}; sleep ${pause}; done`
    await netcat.drain(testLines(1, 20))
    await netcat.close()
    await host.idle('for 20 beats')
    const restarted = await host.open()
    await restarted.drain(testLines(21, 100))
    await loop.exit(0)
  },

  expect: [alive(), intact(testLines(1, 100))],
})
