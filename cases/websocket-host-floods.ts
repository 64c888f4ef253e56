import { alive, calm, counting, defineCase, heldBack, virtserialport, websocket } from '../src/case.ts'

/**
 * As host-floods, over a websocket: QEMU reads the frames from the socket and stores them, although the guest does not
 * read.
 */
export default defineCase({
  title: 'TCP chardev as websocket server: the host floods a guest that does not read',
  chardev: websocket(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '<11.1.0',
      symptom: 'growth',
      why: 'qio_channel_websock_set_watch (io/channel-websock.c, 5.2 to 10.0) limits the encoded input only, and the decoded data grows without limit; 11.1.3 holds back',
    },
  ],

  async script({ host }) {
    const peer = await host.open()
    await peer.send(counting({ lines: 4_000_000 }))
    await host.idle('until unsent')
    await host.idle('for 20 beats')
  },

  expect: [heldBack({ growth: '4 MiB' }), alive(), calm()],
})
