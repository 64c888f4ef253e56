import type { Place, Target } from '../../model/case/backend.ts'
import type { CaseDefinition } from '../../model/case/case.ts'
import { type Ports, portsOf } from '../../model/case/ports.ts'
import { TypedHosts } from './typed-hosts.ts'
import { TypedQemus } from './typed-qemus.ts'

/** A case's ports, their host sides and its QEMUs, as lines to type. */
export interface TypedCase {
  readonly hosts: TypedHosts
  readonly ports: Ports
  readonly qemus: TypedQemus
}

/** The same, and the first QEMU's arguments for the chardevs. */
export function typedCase(
  played: Pick<CaseDefinition, 'chardev' | 'frontend' | 'ports'>,
  place: Place,
  target: Target,
): TypedCase & { readonly chardev: readonly string[] } {
  const hosts = new TypedHosts(place, target)
  const ports = portsOf(played)
  const chardev = ports.flatMap(({ name, chardev, chardevId }) => hosts.add(name, chardev, chardevId))
  return { hosts, ports, qemus: new TypedQemus(hosts, ports, place), chardev }
}
