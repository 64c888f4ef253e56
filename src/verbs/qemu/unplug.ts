import { portOfDevice } from '../../model/case/ports.ts'
import type { TypedHost } from '../face/typed-host.ts'
import type { Verb } from '../verb.ts'
import { askedUntil } from './asked-until.ts'
import { isListed, listedDevices } from './listed-devices.ts'
import { asked } from './qmp.ts'

/**
 * Unplugs a device: `qemu.device`, or that of a further port. Resolves when QEMU has removed it: one on a PCI bus waits for
 * the guest's consent.
 */
export function unplug(device: string): Verb<'qemu'> {
  return {
    step: () => `qemu unplugs ${device}`,
    async live({ monitor, ports, signal }) {
      portOfDevice(ports, device)
      await monitor.execute('device_del', { id: device })
      await askedUntil(
        () => isListed(monitor, device),
        answer => !answer,
        { signal },
      )
    },
    typed(paper) {
      portOfDevice(paper.ports, device)
      paper.onHost(typed(paper.host, device))
    },
    script(script) {
      portOfDevice(script.ports, device)
      script.asks(`unplugs ${device}`, typed(script.host, device))
    },
  }
}

function typed(host: TypedHost, device: string): string[] {
  const isGone = `>>> while any(each["name"] == ${JSON.stringify(device)} for each in ask("qom-list", path="${listedDevices.path}")): pass`
  return [...asked(host, 'device_del', { id: device }), isGone, '...']
}
