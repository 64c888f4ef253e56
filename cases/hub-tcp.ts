import { defineCase, flood, hub, virtserialport } from '../src/case.ts'

/**
 * As tcp-server, with a hub in front of the socket. TCP takes a part of a buffer where a UNIX socket takes all of it
 * or nothing, and of a part the hub makes no watch: the port never goes on.
 */
export default defineCase({
  title: 'hub of one TCP socket: the host connects and never reads',
  chardev: hub('tcp'),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '*',
      symptom: 'stuck',
      why: 'hub_chr_write notes which backend to wait for when it takes nothing, not when it takes a part (chardev/char-hub.c): hub_chr_add_watch then makes no watch, and nothing unthrottles the port',
    },
  ],
  ...flood('64 MiB'),
})
