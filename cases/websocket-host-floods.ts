import {
  alive,
  calm,
  counting,
  defineCase,
  delivered,
  heldBack,
  virtserialport,
  websocket,
} from '../src/case.ts'

/**
 * As host-floods, inside a websocket: QEMU takes the frames off the socket whether the guest reads or not.
 */
export default defineCase({
  title: 'TCP chardev as websocket server: the host floods a guest that does not read, then reads',
  chardev: websocket(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '*',
      symptom: 'growth',
      why: 'qio_channel_websock_set_watch (io/channel-websock.c) goes on reading: its limit is on what is still encoded, and what is decoded piles up',
    },
  ],

  async script({ host, guest, port }) {
    const peer = await host.open()
    await peer.send(counting({ lines: 4_000_000 }))
    await host.idle('until unsent')
    const reader = await guest.start`head -c 32000000 ${port} | sha256sum`
    await reader.exit(0)
  },

  expect: [heldBack({ growth: '4 MiB' }), alive(), calm(), delivered(counting({ lines: 4_000_000 }))],
})
