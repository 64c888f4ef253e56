import type { Known } from '../../model/case/known.ts'

/** Seen on 5.2, 7.2 and 10.0, not on 11.1: commit 45a62568305c "char-udp: Fix initial backend open status", in 11.0. */
export const udpUnconnected: Known = {
  qemu: '<11.0.0',
  symptom: 'stuck',
  why: 'the backend never reports itself open (chardev/char-udp.c, qmp_chardev_open_udp: be_opened = false)',
}
