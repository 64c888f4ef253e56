import { alive, defineCase, intact, numbered, resumes, stalled, tcp, virtserialport } from 'chardev-fc'

const blocks = numbered('64 MiB')

const server = tcp({ server: true })

/** tcp() with TCP_NODELAY. (5.2 knows `delay=off`, but not `nodelay=on`.) */
const nodelay = {
  ...server,
  name: 'tcp server, no delay',
  options: (...given) =>
    server.options(...given).map(word => word.replace(',server=on', ',server=on,delay=off')),
}

export default defineCase({
  title: 'TCP chardev without delay: the host connects and never reads',
  chardev: nodelay,
  frontend: virtserialport({ name: 'test0', nr: 2 }),

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const dd = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    await peer.drain('64 MiB')
    await dd.exit(0)
  },

  expect: [stalled(), alive(), resumes(), intact(blocks.payload)],
})
