import { alive, defineCase, interleaved, noFlowControl, numbered, unix, virtserialport } from '../src/case.ts'

const blocks = numbered('6400 KiB', '32 KiB')
const { lines } = blocks.payload
const half = lines / 2

/**
 * Two programs write to the port through one descriptor: the driver lets a port be opened once. Each block is one write,
 * and one buffer of the virtqueue: it must stay whole, and those of each writer in order.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: two writers share the port',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const both =
      await guest.start`(${blocks.part(1, half)} & ${blocks.part(half + 1, lines)} & wait) > ${port}`
    await host.idle('until stalled')
    await peer.drain(blocks.payload)
    await both.exit(0)
  },

  expect: [alive(), interleaved(blocks.payload, { writers: 2 })],
})
