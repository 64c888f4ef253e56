import { portScript } from './port-script.ts'

/** Where the guest keeps what `bind` needs. */
const unbound = '/tmp/unbound'

/**
 * The guest's shell text that takes the device of a port away from its driver: virtioN of a virtio port, the PCI device of
 * a pci-serial. Ends with status 126 if the port has no such device.
 */
export function unbindScript(port: string): string {
  return [
    `device=$(readlink -f /sys/class/*/$(basename $(readlink -f ${port}))/device)`,
    `until [ -z "$device" ] || readlink $device/subsystem | grep -q "/\\(virtio\\|pci\\)$"; do device=\${device%/*}; done`,
    `echo $(readlink -f $device/driver) \${device##*/} > ${unbound}`,
    `if [ -n "$device" ]; then echo \${device##*/} > $device/driver/unbind; else (exit 126); fi`,
  ].join('\n')
}

/** The guest's shell text that gives it back to the driver, and waits until the port is there again. */
export function bindScript(port: string): string {
  return [
    `read -r driver device < ${unbound}`,
    'echo $device > $driver/bind || (exit 126)',
    portScript(port),
  ].join(' && ')
}
