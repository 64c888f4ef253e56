import { shellWord } from '../value/shell-word.ts'

/** Makes the names of virtio-serial ports in our guest, which has no udev (images/guest). */
const namesPorts = '/usr/lib/chardev-fc/ports'
const seconds = 10

/** The guest's shell text that waits until it has a port that was plugged, or whose driver was bound. */
export function portScript(port: string): string {
  return `until [ -c ${port} ]; do ${namesPorts} 2> /dev/null; sleep 0.1; done`
}

/**
 * The guest's shell text that waits after the boot until it has all these ports, for 10 s at most, and then prints the
 * missing one on stderr. The driver finds the ports one by one, and learns their names later: on a busy host none of 30
 * had its name when sshd listened. A writer that opens the name before that creates a regular file.
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
