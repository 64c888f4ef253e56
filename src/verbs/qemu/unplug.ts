import { portOfDevice } from '../../model/case/ports.ts'
import type { Json } from '../../model/contract/observation.ts'
import { isRecord } from '../../model/contract/record.ts'
import type { TypedHost } from '../face/typed-host.ts'
import type { Verb } from '../verb.ts'
import { askedUntil } from './asked-until.ts'
import { asked } from './qmp.ts'

/** Where QEMU lists the devices that have an id. */
const devices = { path: '/machine/peripheral' }

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
      const list = () => monitor.execute('qom-list', devices)
      await askedUntil(list, answer => !isListed(answer, device), { signal })
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
  const isGone = `>>> while any(each["name"] == ${JSON.stringify(device)} for each in ask("qom-list", path="${devices.path}")): pass`
  return [...asked(host, 'device_del', { id: device }), isGone, '...']
}

function isListed(answer: Json, device: string): boolean {
  return Array.isArray(answer) && answer.some(each => isRecord(each) && each['name'] === device)
}
