import type { Frontend } from '../model/case/frontend.ts'

/**
 * A UART on the PCI bus, which can be unplugged. Like isa-serial it keeps what the host does not accept, and asks to be
 * called when there is room (hw/char/serial.c, serial_xmit).
 */
export function pciSerial(): Frontend {
  return {
    name: 'pci-serial',
    needs: ['pci-serial'],
    devices: (chardev, id) => [`pci-serial,chardev=${chardev},id=${id}`],
    port: '/dev/ttyS2',
    isFile: true,
    whenFull: 'throttles',
  }
}
