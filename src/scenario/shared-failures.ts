import type { Known } from '../model/case/known.ts'

/** The subject of the wiki page: before 1.5.0 a blocked chardev blocked the whole guest. */
export const noFlowControl: Known = {
  qemu: '<1.5.0',
  symptom: 'freeze',
  why: 'the chardev layer had no flow control',
}

/** The conversion to QAPI left client sockets without O_NONBLOCK. */
export const blockingClient: Known = {
  qemu: '>=2.2.0 <2.6.0',
  symptom: 'freeze',
  why: 'client sockets were blocking (from commit dafd325dbb until 9894dc0cdc)',
}

/** The pty's descriptor had no O_NONBLOCK, so a write into a full pty blocked all of QEMU. */
export const blockingPty: Known = {
  qemu: '>=1.5.0 <2.3.0',
  symptom: 'freeze',
  why: 'a write into a full pty blocked (until commit fac6688a18)',
}

/** Every QEMU discards data when the host closes, by design. */
export const closeDiscards: Known = {
  qemu: '*',
  symptom: 'loss',
  why: 'when the host closes, virtio_serial_close discards what the virtqueue holds, and the kernel discards what lies unread in the socket',
}

/** A side effect of a spinning main loop: until 2.9 a vCPU under TCG ran with the big lock held. */
export const spinStarves: Known = {
  qemu: '>=1.5.0 <2.9.0',
  symptom: 'freeze',
  sometimes: true,
  why: 'a main loop that never sleeps starves the guest, which under TCG ran with the same lock until 2.9',
}

/** Seen on 11.1.3, not on 10.0.13, 7.2.22 and 5.2.0. The analysis: docs/findings/tls-spin.md. */
export const tlsSpins: Known = {
  qemu: '>=11.1.0',
  symptom: 'freeze',
  sometimes: true,
  why: 'qio_channel_tls_writev (io/channel-tls.c) retries qcrypto_tls_session_write_uncork while bytes are corked, and leaves the loop only on a value that function never returns: when the socket is full in a later TLS record of a write, the main loop spins with the big lock held until the peer reads',
}

/** Seen on 5.2, 7.2 and 10.0, not on 11.1: commit 45a62568305c "char-udp: Fix initial backend open status", in 11.0. */
export const udpUnconnected: Known = {
  qemu: '<11.0.0',
  symptom: 'stuck',
  why: 'the backend never reports itself open (chardev/char-udp.c, qmp_chardev_open_udp: be_opened = false)',
}

/** Fixed by the first watch for POLLHUP: a host that leaves a UNIX socket while the guest has the port closed. */
export const unseenLeave: Omit<Known, 'symptom'> = {
  qemu: '<2.12.0',
  why: 'QEMU does not notice that the host has left while the port is closed, and keeps the dead connection (until commit a8aa6197a2)',
}

/** As `unseenLeave`, where the guest writes after the host has left. Measured on 1.5.0 to 2.11.0 under TCG; KVM may do it earlier. */
export const lateLeave: Omit<Known, 'symptom'> = {
  qemu: '>=1.5.0 <2.10.0',
  why: "QEMU does not notice that the host has left while the port is closed, and the guest's next write goes to the dead connection (until commit c324fd0a39: from then on the main loop serves that write)",
}

/** Seen on 2.8.0 and 2.9.0. */
export const crashesOnLeave: Known = {
  qemu: '>=2.8.0 <2.10.0',
  symptom: 'crash',
  sometimes: true,
  why: 'do_flush_queued_data (hw/char/virtio-serial-bus.c) goes on with an element that the close of the connection has freed (from commit d4c19cdeeb until 46764fe09c)',
}
