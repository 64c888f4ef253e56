/**
 * The guest's shell text that waits until it has a port. Our guest has no udev: its own script makes the names of
 * virtio-serial ports (images/guest).
 */
export function portScript(port: string): string {
  return `until [ -c ${port} ]; do /usr/lib/chardev-fc/ports 2> /dev/null; sleep 0.1; done`
}
