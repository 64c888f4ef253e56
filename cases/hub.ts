import { alive, defineCase, hub, intact, numbered, resumes, stalled, virtserialport } from '../src/case.ts'

const blocks = numbered('64 MiB')

/**
 * The guest's output goes to both sockets of a hub. The host reads neither, then both. The hub goes on when the slower
 * one accepts more, and sends each every byte once.
 */
export default defineCase({
  title: 'hub of two UNIX sockets: neither is read, then both are',
  chardev: hub('unix', 'unix'),
  frontend: virtserialport({ name: 'test0', nr: 2 }),

  async script({ host, guest, port }) {
    const one = await host.open() // ... and read nothing
    const two = await host.open() // ... and read nothing
    const dd = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    await one.drain('1 B')
    await two.drain('64 MiB')
    await one.drain('64 MiB')
    await dd.exit(0)
  },

  expect: [stalled(), alive(), resumes(), intact(blocks.payload, blocks.payload)],
})
