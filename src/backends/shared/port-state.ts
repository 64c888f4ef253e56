/**
 * Whether QEMU takes the host for connected to the virtio-serial port on a chardev, as the monitor's `info qtree` says
 * it (hw/char/virtio-serial-bus.c, virtser_bus_dev_print); null where the chardev has no such port.
 */
export function hostIsOn(qtree: string, label: string): boolean | null {
  const devices = qtree.split(/^\s*dev: /m)
  const device = devices.find(text => text.includes(`chardev = "${label}"`))
  const state = /^\s*port \d+, guest (?:on|off), host (on|off)/m.exec(device ?? '')?.[1]
  return state === undefined ? null : state === 'on'
}
