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
 * Two ports on one virtio-serial bus, and one on another. Nobody reads from the first, and its writer is blocked: the
 * others must flow all the same, for each port has queues of its own (virtio specification, 5.3.2).
 */
export default defineCase({
  title: 'three virtio-serial ports on two buses: one is full, and the others flow',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  ports: {
    other: { chardev: unix({ server: true }), frontend: virtserialport({ name: 'other', nr: 3 }) },
    elsewhere: {
      chardev: unix({ server: true }),
      frontend: virtserialport({ name: 'elsewhere', nr: 1, bus: 2 }),
    },
  },
  known: [noFlowControl],

  async script({ host, guest, port, beside }) {
    const full = await host.open() // ... and read nothing
    const blocked = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    const other = beside('other')
    const atOther = await other.host.open()
    await guest.run`${few.into(other.port)}`
    await atOther.drain('1 MiB')
    const elsewhere = beside('elsewhere')
    const atElsewhere = await elsewhere.host.open()
    await guest.run`${few.into(elsewhere.port)}`
    await atElsewhere.drain('1 MiB')
    await full.drain('64 MiB')
    await blocked.exit(0)
  },

  expect: [
    stalled(),
    alive(),
    resumes(),
    intact(blocks.payload),
    onPort('other', intact(few.payload)),
    onPort('elsewhere', intact(few.payload)),
  ],
})
