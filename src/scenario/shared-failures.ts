import type { Known } from '../model/case/known.ts'

/** What the page is about: before 1.5.0 a blocked chardev blocked the whole guest. */
export const noFlowControl: Known = {
  qemu: '<1.5.0',
  symptom: 'freeze',
  why: 'the chardev layer had no flow control',
}

/** What the conversion to QAPI broke: the socket of a client was left without O_NONBLOCK. */
export const blockingClient: Known = {
  qemu: '>=2.2.0 <2.6.0',
  symptom: 'freeze',
  why: 'the socket of a client blocked (from commit dafd325dbb on, until 9894dc0cdc)',
}

/** What 1.5.0 left: the pty's descriptor was not O_NONBLOCK, and a write into a full pty blocked all of QEMU. */
export const blockingPty: Known = {
  qemu: '>=1.5.0 <2.3.0',
  symptom: 'freeze',
  why: 'a write into a full pty blocked (until commit fac6688a18)',
}

/** What a host that closes costs, by design, on every QEMU. */
export const closeDiscards: Known = {
  qemu: '*',
  symptom: 'loss',
  why: 'when the host closes, virtio_serial_close discards what the virtqueue holds, and the kernel what lay unread in the socket',
}

/** What a main loop that never sleeps does to the guest besides: under TCG the vCPU ran with the big lock held (until 2.9). */
export const spinStarves: Known = {
  qemu: '>=1.5.0 <2.9.0',
  symptom: 'freeze',
  sometimes: true,
  why: 'a main loop that never sleeps leaves the guest, which until 2.9 ran with the same lock under TCG, too little of it',
}

/** Seen on 11.1.3, and not on 10.0.13, 7.2.22 and 5.2.0; docs/findings/tls-spin.md has the whole of it. */
export const tlsSpins: Known = {
  qemu: '>=11.1.0',
  symptom: 'freeze',
  sometimes: true,
  why: 'io/channel-tls.c, qio_channel_tls_writev, retries qcrypto_tls_session_write_uncork while bytes are corked, and leaves the loop only for a value that this never returns: a socket that is full in a later TLS record of a write has the main loop spin, with the big lock held, until the peer reads',
}

/** Seen on 5.2, 7.2 and 10.0, not on 11.1: commit 45a62568305c "char-udp: Fix initial backend open status", in 11.0. */
export const udpUnconnected: Known = {
  qemu: '<11.0.0',
  symptom: 'stuck',
  why: 'the backend never counts as connected (chardev/char-udp.c, qmp_chardev_open_udp: be_opened = false)',
}

/** What the first watch for POLLHUP mended: a host that leaves a UNIX socket while the guest's port is closed. */
export const unseenLeave: Omit<Known, 'symptom'> = {
  qemu: '<2.12.0',
  why: 'QEMU does not see that the host has left while the port is closed, and keeps to the connection that is gone (until commit a8aa6197a2)',
}
