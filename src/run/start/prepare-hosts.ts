import type { HostSide } from '../../model/case/backend.ts'
import { placeOf, portsOf } from '../../model/case/ports.ts'
import { freePort } from './free-port.ts'
import { nameOf } from './qemu-of-run.ts'
import type { RunContext } from './run-context.ts'

/** The host sides of a QEMU's ports, by their names (empty: the port under test), and what QEMU is started with for them. */
export interface PreparedHosts {
  readonly sides: ReadonlyMap<string, HostSide>
  /** QEMU's arguments for the chardevs. */
  readonly chardev: readonly string[]
  /** The descriptor for QEMU's stdin and stdout, if a chardev uses them. */
  readonly terminal: number | undefined
  /** The address of the socket of the chardev under test. */
  readonly address: string | null
}

/** Prepares the host side of each port's chardev for a QEMU of the run. */
export async function prepareHosts(
  context: Pick<RunContext, 'cell' | 'directory' | 'lease' | 'process'>,
): Promise<PreparedHosts> {
  const { cell, directory, lease } = context
  const sides = new Map<string, HostSide>()
  const chardev: string[] = []
  const addresses: (string | null)[] = []
  for (const port of portsOf(cell.case)) {
    const path = (name: string) => directory.socket(nameOf(name, context))
    const place = placeOf(port, { path, port: await freePort() })
    const side = await port.chardev.prepare(place)
    lease.add(() => side.close())
    sides.set(port.name, side)
    chardev.push(...port.chardev.options(place, port.chardevId, cell.qemu))
    addresses.push(port.chardev.address(place))
  }
  const terminal = [...sides.values()].find(side => side.terminal !== undefined)?.terminal
  return { sides, chardev, terminal, address: addresses[0] ?? null }
}
