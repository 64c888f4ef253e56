import { burstFlood, defineCase, tls, tlsSpins, virtserialport } from '../src/case.ts'

/**
 * As tls, with a host that reads in bursts: each time the writer stands blocked again, the socket is full at another place
 * of what QEMU writes. In some of these places 11.1.3 spins (docs/findings/tls-spin.md), so that most runs meet it: 6 of 8
 * froze on a busy host, and two were inconclusive. On 5.2.0, 7.2.22 and 10.0.13 none of 4 that ended did.
 */
export default defineCase({
  title: 'TCP chardev as TLS server: the host reads in bursts, after a stall',
  chardev: tls(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [tlsSpins],
  ...burstFlood('64 MiB', { bursts: 9, bytes: '3 MiB' }),
})
