import type { Frontend } from '../model/case/frontend.ts'

/**
 * A virtio console, hvc0 in the guest. The guest's driver spins for each small piece until QEMU has accepted it, so
 * QEMU drops what the host does not accept, by design, instead of stopping the guest (hw/char/virtio-console.c,
 * flush_buf: only a port that is no console is throttled).
 */
export function virtconsole(): Frontend {
  return {
    name: 'virtconsole',
    needs: ['virtio-serial-pci', 'virtconsole'],
    devices: (chardev, id) => ['virtio-serial-pci', `virtconsole,chardev=${chardev},id=${id}`],
    port: '/dev/hvc0',
    isFile: true,
    whenFull: 'drops',
  }
}
