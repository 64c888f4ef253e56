import type { Known } from '../model/case.ts'

/** Seen on 5.2, 7.2 and 10.0, not on 11.1: "char-udp: Fix initial backend open status" (qemu-devel, December 2025). */
export const udpUnconnected: Known = {
  qemu: '<11.0.0',
  symptom: 'stuck',
  why: 'the backend never counts as connected (chardev/char-udp.c, qmp_chardev_open_udp: be_opened = false)',
}
