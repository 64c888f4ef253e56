import { shellWord } from '../value/shell-word.ts'

/** Makes the names of virtio-serial ports in our guest, which has no udev (images/guest). */
const namesPorts = '/usr/lib/chardev-fc/ports'
const seconds = 10

/** The guest's shell text that waits until it has a port that was plugged, or whose driver was bound. */
export function portScript(port: string): string {
  return `until [ -c ${port} ]; do ${namesPorts} 2> /dev/null; sleep 0.1; done`
}

/**
 * The guest's shell text that waits, for a while, until it has all these ports after it booted, and says on stderr which one
 * does not come. The driver finds one port after the other, and learns their names after that: of 30 ports none had its name
 * when sshd listened on a busy host. A writer that comes first makes a plain file of that name.
 */
export function allPortsScript(ports: readonly string[]): string {
  return `read -r began _ < /proc/uptime
for wanted in ${ports.map(shellWord).join(' ')}; do
  until [ -c "$wanted" ]; do
    . ${namesPorts}
    read -r now _ < /proc/uptime
    [ $((\${now%.*} - \${began%.*})) -lt ${seconds} ] || { echo "$wanted" >&2; exit 1; }
    sleep 0.1
  done
done`
}
