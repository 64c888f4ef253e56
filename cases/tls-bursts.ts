import { burstFlood, defineCase, tls, tlsSpins, virtserialport } from '../src/case.ts'

/**
 * As tls, with a host that reads in bursts: each time the writer blocks again, the socket is full at another point of
 * QEMU's write. At some of these points 11.1.3 spins (docs/findings/tls-spin.md): 11 of 12 runs froze on a busy host,
 * and one was inconclusive. On 10.0.13 0 of 12 froze, on 5.2.0 and 7.2.22 0 of 4.
 */
export default defineCase({
  title: 'TCP chardev as TLS server: the host reads in bursts after a stall',
  chardev: tls(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [tlsSpins],
  ...burstFlood('64 MiB', { bursts: 9, bytes: '3 MiB' }),
})
