import type { Known } from '../../model/case/known.ts'

/** Seen on 11.1.3, and not on 10.0.13, 7.2.22 and 5.2.0; docs/findings/tls-spin.md has the whole of it. */
export const tlsSpins: Known = {
  qemu: '>=11.1.0',
  symptom: 'freeze',
  sometimes: true,
  why: 'io/channel-tls.c, qio_channel_tls_writev, retries qcrypto_tls_session_write_uncork while bytes are corked, and leaves the loop only for a value that this never returns: a socket that is full in a later TLS record of a write has the main loop spin, with the big lock held, until the peer reads',
}
