import { defineCase, flood, hub, virtserialport } from '../src/case.ts'

/**
 * As tcp-server, with a hub in front of the socket. TCP accepts part of a buffer, where a UNIX socket accepts all or
 * nothing; after a short write the hub adds no watch, and the port never goes on.
 */
export default defineCase({
  title: 'hub of one TCP socket: the host connects and never reads',
  chardev: hub('tcp'),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '*',
      symptom: 'stuck',
      why: 'hub_chr_write (chardev/char-hub.c) records the backend to wait for when it accepts nothing, but not after a short write: hub_chr_add_watch then adds no watch, and nothing unthrottles the port',
    },
  ],
  ...flood('64 MiB'),
})
