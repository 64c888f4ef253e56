import {
  alive,
  defineCase,
  flows,
  intact,
  testLines,
  udp,
  udpUnconnected,
  virtserialport,
} from '../src/case.ts'

/**
 * The host reads all the time, and so little arrives at once that its kernel need not drop any.
 */
export default defineCase({
  title: 'udp chardev: the host reads all the time',
  page: 'Testing',
  chardev: udp(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [udpUnconnected],

  async script({ host, guest, port, pause }) {
    const peer = await host.open()
    const loop =
      await guest.start`(n=0; while [ $((n += 1)) -le 100 ]; do echo "test $n"; sleep ${pause}; done) > ${port}`
    await peer.drain(testLines(1, 100))
    await loop.exit(0)
  },

  expect: [alive(), flows(), intact(testLines(1, 100))],
})
