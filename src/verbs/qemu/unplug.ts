import { setTimeout as delay } from 'node:timers/promises'
import type { Json } from '../../model/contract/observation.ts'
import { isRecord } from '../../model/contract/record.ts'
import { UsageError } from '../../model/errors.ts'
import type { Verb } from '../verb.ts'
import { asked } from './qmp.ts'

/** Where QEMU lists the devices that have an id. */
const devices = { path: '/machine/peripheral' }
const everyMs = 20

/** Unplugs a device. Resolves when QEMU has removed it: one on a PCI bus waits for the guest's consent. */
export function unplug(device: string): Verb<'qemu'> {
  if (typeof device !== 'string')
    throw new UsageError('qemu.unplug: expected the id of a device, such as qemu.device')
  const isGone = `>>> while any(each["name"] == ${JSON.stringify(device)} for each in ask("qom-list", path="${devices.path}")): pass`
  return {
    step: () => `qemu unplugs ${device}`,
    async live({ monitor, signal }) {
      await monitor.execute('device_del', { id: device })
      while (isListed(await monitor.execute('qom-list', devices), device))
        await delay(everyMs, undefined, { signal })
    },
    typed: paper => paper.onHost([...asked(paper.host, 'device_del', { id: device }), isGone, '...']),
    script: script =>
      script.asks(`unplugs ${device}`, [...asked(script.host, 'device_del', { id: device }), isGone, '...']),
  }
}

function isListed(answer: Json, device: string): boolean {
  return Array.isArray(answer) && answer.some(each => isRecord(each) && each['name'] === device)
}
