import { defineCase, flood, tls, tlsSpins, virtserialport } from '../src/case.ts'

/**
 * As tcp-server, inside TLS. What GnuTLS could not send must be sent again with the very same bytes, after any stall.
 *
 * On 11.1.3 the whole guest freezes in some runs: QEMU's main loop spins in `sendmsg` = EAGAIN with the big lock held,
 * and goes on when the host reads. It does when the socket is full in the second of the two TLS records that a write of
 * 32 KiB makes; where it is full in the first, QEMU waits as it should (docs/findings/tls-spin.md). Which it is depends
 * on how the guest writes: with zeros from /dev/zero about 1 run in 20 froze, with these blocks none of 60. On 5.2.0,
 * 7.2.22 and 10.0.13 none of 60 did either; on 11.1.3 tls-bursts shows the freeze in nearly every run.
 */
export default defineCase({
  title: 'TCP chardev as TLS server: the host connects and never reads',
  chardev: tls(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [tlsSpins],
  ...flood('64 MiB'),
})
