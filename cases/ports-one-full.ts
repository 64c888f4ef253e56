import {
  alive,
  defineCase,
  intact,
  noFlowControl,
  numbered,
  onPort,
  resumes,
  stalled,
  unix,
  virtserialport,
} from '../src/case.ts'

const blocks = numbered('64 MiB')
const few = numbered('1 MiB')

/**
 * Two ports on one virtio-serial bus. Nobody reads from the first, and its writer is blocked: the second must flow all the
 * same, for each port has queues of its own (virtio specification, 5.3.2).
 */
export default defineCase({
  title: 'two virtio-serial ports: one is full, and the other flows',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  ports: {
    other: { chardev: unix({ server: true }), frontend: virtserialport({ name: 'other', nr: 3 }) },
  },
  known: [noFlowControl],

  async script({ host, guest, port, beside }) {
    const full = await host.open() // ... and read nothing
    const blocked = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    const other = beside('other')
    const peer = await other.host.open()
    await guest.run`${few.into(other.port)}`
    await peer.drain('1 MiB')
    await full.drain('64 MiB')
    await blocked.exit(0)
  },

  expect: [stalled(), alive(), resumes(), intact(blocks.payload), onPort('other', intact(few.payload))],
})
