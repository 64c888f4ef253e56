import type { Case } from '../model/case/case.ts'
import { inRange } from '../model/value/version.ts'
import type { Qemu } from '../qemu/binary/qemu.ts'

/** Why this QEMU cannot run the case, in one line, or null. Checks the lists that the binary printed; starts nothing. */
export function whyNot(
  { chardev, frontend }: Pick<Case, 'chardev' | 'frontend'>,
  qemu: Pick<Qemu, 'version' | 'chardevs' | 'devices'>,
): string | null {
  if (!qemu.chardevs.includes(chardev.needs)) {
    return `QEMU ${qemu.version} has no chardev '${chardev.needs}' (-chardev help)`
  }
  const missing = frontend.needs.filter(device => !qemu.devices.includes(device))
  if (missing.length > 0) {
    return `QEMU ${qemu.version} has no device ${missing.map(device => `'${device}'`).join(', ')} (-device help)`
  }
  const { since } = chardev
  if (since !== undefined && !inRange(qemu.version, `>=${since}`)) {
    return `QEMU ${qemu.version} is too old for '${chardev.name}', which came with ${since}`
  }
  return null
}
