import type { Case } from '../model/case/case.ts'
import { devicesOf, portsOf } from '../model/case/ports.ts'
import type { Boot, Machine } from './command-line.ts'

/** A guest's machine without its files and ports on the host. */
export function machineOf(
  options: Pick<Machine, 'accel' | 'memoryBytes'> & { readonly guest: Boot & Pick<Machine, 'sshdPort'> },
  { version }: Pick<Machine, 'version'>,
  played: Case,
): Pick<Machine, 'version' | 'accel' | 'memoryBytes' | 'boot' | 'sshdPort' | 'devices' | 'resets'> {
  const { accel, memoryBytes, guest } = options
  return {
    version,
    accel,
    memoryBytes,
    boot: guest,
    sshdPort: guest.sshdPort,
    devices: devicesOf(portsOf(played)),
    resets: played.resets === true,
  }
}
