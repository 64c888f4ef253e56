import type { Known } from '../../model/case/known.ts'

/** Seen on 11.1.3, not on 10.0.13, 7.2.22 and 5.2.0. The analysis: docs/findings/tls-spin.md. */
export const tlsSpins: Known = {
  qemu: '>=11.1.0',
  symptom: 'freeze',
  sometimes: true,
  why: 'qio_channel_tls_writev (io/channel-tls.c) retries qcrypto_tls_session_write_uncork while bytes are corked, and leaves the loop only on a value that function never returns: when the socket is full in a later TLS record of a write, the main loop spins with the big lock held until the peer reads',
}
