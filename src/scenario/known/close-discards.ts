import type { Known } from '../../model/case/known.ts'

/** Every QEMU discards data when the host closes, by design. */
export const closeDiscards: Known = {
  qemu: '*',
  symptom: 'loss',
  why: 'when the host closes, virtio_serial_close discards what the virtqueue holds, and the kernel discards what lies unread in the socket',
}
