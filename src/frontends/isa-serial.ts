import type { Frontend } from '../model/case/frontend.ts'

/**
 * The third UART, COM3, ttyS2 in the guest (the first two are the guest's console and its beats). It keeps what
 * the host does not accept and does not report that it is ready for more (hw/char/serial.c, serial_xmit,
 * serial_watch_cb), so the guest's writer sleeps. With nobody connected it drops every byte.
 */
export function isaSerial(): Frontend {
  return {
    name: 'isa-serial',
    needs: ['isa-serial'],
    devices: (chardev, id) => [`isa-serial,chardev=${chardev},id=${id},index=2`],
    port: '/dev/ttyS2',
    isFile: true,
    whenFull: 'throttles',
  }
}
