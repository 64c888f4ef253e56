import type { Monitor } from '../../model/case/backend.ts'
import type { Json } from '../../model/contract/observation.ts'
import { isRecord } from '../../model/contract/record.ts'

/** Where QEMU lists the devices that have an id. */
export const listedDevices = { path: '/machine/peripheral' }

/** Asks QEMU whether it has a device of this id. */
export async function isListed(monitor: Monitor, device: string): Promise<boolean> {
  const answer: Json = await monitor.execute('qom-list', listedDevices)
  return Array.isArray(answer) && answer.some(each => isRecord(each) && each['name'] === device)
}
