import type { Frontend } from '../model/case/frontend.ts'

/**
 * A virtio-serial port. A blocking write in the guest sleeps while the virtqueue is full or nobody is
 * connected, so QEMU can throttle it (hw/char/virtio-console.c, flush_buf).
 * The node `/dev/virtio-ports/NAME` comes from the property `name`; the `id=` of the wiki page does not make it.
 */
export function virtserialport({ name, nr }: { readonly name: string; readonly nr: number }): Frontend {
  return {
    name: 'virtserialport',
    needs: ['virtio-serial-pci', 'virtserialport'],
    devices: (chardev, id) => [
      'virtio-serial-pci',
      `virtserialport,chardev=${chardev},id=${id},name=${name},nr=${nr}`,
    ],
    port: `/dev/virtio-ports/${name}`,
    isFile: true,
    whenFull: 'throttles',
  }
}
