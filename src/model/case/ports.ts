import { UsageError } from '../errors.ts'
import type { Place } from './backend.ts'
import type { CaseDefinition, Wiring } from './case.ts'
import { chardevId, deviceId } from './ids.ts'

/** A device that is wired to a chardev, with their ids on QEMU's command line. */
export interface Port extends Wiring {
  /** Its name in the case; empty for the port under test. */
  readonly name: string
  readonly chardevId: string
  readonly deviceId: string
}

/** The port under test, and the further ones of a case. */
export type Ports = readonly [Port, ...Port[]]

/** All ports of a case, the port under test first. Throws UsageError for a name that cannot be an id. */
export function portsOf({
  chardev,
  frontend,
  ports = {},
}: Pick<CaseDefinition, 'chardev' | 'frontend' | 'ports'>): Ports {
  const others = Object.entries(ports).map(([name, wiring]) => {
    if (!/^[a-z][a-z0-9]*$/.test(name) || [chardevId, deviceId, 'sock', 'data'].includes(name))
      throw new UsageError(
        `expected a name such as 'other' for a port, lower-case letters and digits, got '${name}'`,
      )
    return { ...wiring, name, chardevId: name, deviceId: name }
  })
  return [{ name: '', chardevId, deviceId, chardev, frontend }, ...others]
}

/** The port that a command names; the port under test if it names none. */
export function portNamedIn([own, ...others]: Ports, command: string): Port {
  const names = ({ frontend }: Port) =>
    command.split(frontend.port).some((text, at) => at > 0 && !/^[\w.-]/.test(text))
  return others.find(names) ?? own
}

/** The port of the device with this id. Throws UsageError for an id that the case does not have. */
export function portOfDevice(ports: Ports, id: unknown): Port {
  const port = ports.find(({ deviceId }) => deviceId === id)
  if (port !== undefined) return port
  const others = ports.length === 1 ? '' : ', or that of a further port, beside(NAME).device'
  throw new UsageError(`expected qemu.device${others}, got ${JSON.stringify(id) ?? 'nothing'}`)
}

/** The Python variable to type for how much write() had accepted of the port's writer when it was killed. */
export function acceptedOf({ name }: Pick<Port, 'name'>): string {
  return name === '' ? 'accepted' : `${name}_accepted`
}

/** The variable of the printed script with Python for what was read at a further port. */
export function readVariable(port: string): string {
  return `READ_IN_PORT_${port.toUpperCase()}`
}

/** The files in the guest of those ports that are files. */
export function filesOf(ports: readonly Port[]): string[] {
  return ports.flatMap(({ frontend }) => (frontend.isFile ? [frontend.port] : []))
}

/** The values of `-device` for all of them: a bus that several are on is there once. */
export function devicesOf(ports: readonly Port[]): string[] {
  return [...new Set(ports.flatMap(port => port.frontend.devices(port.chardevId, port.deviceId)))]
}

/** The place of a port's chardev. Beside the port under test its files get the port's name in front. */
export function placeOf({ name }: Pick<Port, 'name'>, { path, port }: Place): Place {
  return name === '' ? { path, port } : { path: file => path(`${name}-${file}`), port }
}
