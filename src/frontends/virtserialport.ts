import type { Frontend } from '../model/case/frontend.ts'

/**
 * A virtio-serial port. A blocking write in the guest sleeps while the virtqueue is full or nobody is
 * connected, so QEMU can throttle it (hw/char/virtio-console.c, flush_buf).
 * The node `/dev/virtio-ports/NAME` comes from the property `name`; the `id=` of the wiki page does not make it.
 * `bus: 2` puts the port on a second bus, a virtio-serial device of its own, with up to 31 ports as the first.
 */
export function virtserialport({ name, nr, bus = 1 }: Options): Frontend {
  const [device, on] = bus === 1 ? ['', ''] : [`,id=bus${bus}`, `,bus=bus${bus}.0`]
  return {
    name: 'virtserialport',
    needs: ['virtio-serial-pci', 'virtserialport'],
    devices: (chardev, id) => [
      `virtio-serial-pci${device}`,
      `virtserialport${on},chardev=${chardev},id=${id},name=${name},nr=${nr}`,
    ],
    port: `/dev/virtio-ports/${name}`,
    isFile: true,
    whenFull: 'throttles',
  }
}

interface Options {
  readonly name: string
  readonly nr: number
  readonly bus?: number
}
