import { defineCase, flood, tcp, virtserialport } from 'chardev-fc'

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
  ...flood('64 MiB'),
})
