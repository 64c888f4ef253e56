import { defineCase, flood, tls, tlsSpins, virtserialport } from '../src/case.ts'

/**
 * As tcp-server, inside TLS. What GnuTLS could not send must be sent again with the same bytes, after any stall.
 *
 * On 11.1.3 the whole guest freezes in some runs: the main loop spins in `sendmsg` = EAGAIN with the big lock held, and
 * goes on when the host reads. This happens when the socket is full in the second of the two TLS records of a 32 KiB
 * write, not in the first (docs/findings/tls-spin.md). With zeros from /dev/zero about 1 run in 20 froze, with these
 * blocks 0 of 60, and on 5.2.0, 7.2.22 and 10.0.13 0 of 60. tls-bursts shows the freeze in nearly every run.
 */
export default defineCase({
  title: 'TCP chardev as TLS server: the host connects and never reads',
  chardev: tls(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [tlsSpins],
  ...flood('64 MiB'),
})
