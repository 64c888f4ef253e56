import { alive, defineCase, intact, testLines, unix, virtserialport } from '../src/case.ts'

/**
 * Gerd's keep-device-open test: the loop holds the port open. The host disconnects amid it and comes back; this
 * never had the bug.
 */
export default defineCase({
  title: "Gerd's keep-device-open test: the host reconnects amid the loop",
  page: 'Known bugs',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),

  async script({ host, guest, port, pause }) {
    const netcat = await host.open()
    const loop =
      await guest.start`(for seq in $(seq 1 100); do echo "test $seq"; sleep ${pause}; done) > ${port}`
    await netcat.drain(testLines(1, 20))
    await netcat.close()
    await host.idle('for 20 beats')
    const restarted = await host.open()
    await restarted.drain(testLines(21, 100))
    await loop.exit(0)
  },

  expect: [alive(), intact(testLines(1, 100))],
})
