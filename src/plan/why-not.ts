import type { Case } from '../model/case/case.ts'
import { inRange } from '../model/value/version.ts'
import type { Qemu } from '../qemu/binary/qemu.ts'

type Played = Pick<Case, 'chardev' | 'frontend'>
type Has = Pick<Qemu, 'version' | 'chardevs' | 'devices'>

/** Why this QEMU cannot play the case, in one line, or null. Asks the binary's own lists; starts nothing. */
export function whyNot({ chardev, frontend }: Played, qemu: Has): string | null {
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
