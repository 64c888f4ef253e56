import type { Place, Target } from '../model/case/backend.ts'
import type { Case } from '../model/case/case.ts'
import { portsOf } from '../model/case/ports.ts'
import { TypedHosts } from '../verbs/face/typed-host.ts'

/** The host sides of a case's ports as lines to type, and QEMU's arguments for their chardevs. */
export function typedPorts(
  played: Case,
  place: Place,
  target: Target,
): { readonly hosts: TypedHosts; readonly options: readonly string[] } {
  const hosts = new TypedHosts(place, target)
  const options = portsOf(played).flatMap(({ name, chardev, chardevId }) =>
    hosts.add(name, chardev, chardevId),
  )
  return { hosts, options }
}
