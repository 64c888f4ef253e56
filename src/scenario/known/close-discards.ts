import type { Known } from '../../model/case/known.ts'

/** What a host that closes costs, by design, on every QEMU. */
export const closeDiscards: Known = {
  qemu: '*',
  symptom: 'loss',
  why: 'when the host closes, virtio_serial_close discards what the virtqueue holds, and the kernel what lay unread in the socket',
}
