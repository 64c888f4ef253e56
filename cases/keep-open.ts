import { alive, defineCase, intact, testLines, timed, unix, virtserialport } from '../src/case.ts'

/**
 * Gerd's keep-device-open test: the loop keeps the port open while the host disconnects and reconnects. This never had
 * the bug. The loop pauses in the middle, so that no line is in flight when the host closes.
 */
export default defineCase({
  title: "Gerd's keep-device-open test: the host reconnects during the loop",
  page: 'Known bugs',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),

  async script({ host, guest, port, pause }) {
    const netcat = await host.open()
    await guest.run`mkfifo /tmp/word`
    const loop =
      await guest.start`(for seq in $(seq 1 100); do echo "test $seq"; [ $seq != 20 ] || read -r _ < /tmp/word; sleep ${pause}; done) > ${port}`
    await netcat.drain(testLines(1, 20))
    await netcat.close()
    await guest.run`echo go on > /tmp/word`
    await host.idle('for 20 beats')
    const restarted = await host.open()
    await restarted.drain(testLines(21, 100))
    await loop.exit(0)
  },

  expect: [timed({ closes: 'port open' }), alive(), intact(testLines(1, 100))],
})
