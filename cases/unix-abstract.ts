import { defineCase, flood, unix, virtserialport } from '../src/case.ts'

/**
 * As unix-server, on a socket in Linux's abstract namespace, which has a name and no file.
 */
export default defineCase({
  title: 'UNIX chardev on an abstract socket: the host connects and never reads',
  chardev: unix({ server: true, abstract: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  ...flood('64 MiB'),
})
