import { burstFlood, defineCase, tls, tlsSpins, virtserialport } from '../src/case.ts'

/**
 * As tls, with a host that reads in bursts: each time the writer stands blocked again, the socket is full at another place
 * of what QEMU writes. One in some of these places has 11.1.3 spin (docs/findings/tls-spin.md), so that nearly every run
 * meets it: 6 of 7 froze, and the seventh was inconclusive on a busy host.
 */
export default defineCase({
  title: 'TCP chardev as TLS server: the host reads in bursts, after a stall',
  chardev: tls(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [tlsSpins],
  ...burstFlood('64 MiB', { bursts: 9, bytes: '3 MiB' }),
})
