import type { Case, Wiring } from '../model/case/case.ts'
import { portsOf } from '../model/case/ports.ts'
import { inRange } from '../model/value/version.ts'
import type { Qemu } from '../qemu/binary/qemu.ts'

type Binary = Pick<Qemu, 'version' | 'chardevs' | 'devices'>

/**
 * Why this QEMU or guest cannot run the case, in one line, or null. Checks the lists that the binary printed; starts
 * nothing.
 */
export function whyNot(
  played: Pick<Case, 'chardev' | 'frontend' | 'ports' | 'since' | 'migrates'>,
  qemu: Binary,
  { kind }: { readonly kind: 'kernel' | 'disk' },
): string | null {
  const { since, migrates } = played
  if (migrates && kind === 'disk')
    return 'a guest on a disk of your own cannot migrate: each QEMU keeps the writes to it for itself (-snapshot)'
  if (since !== undefined && !inRange(qemu.version, `>=${since}`))
    return `QEMU ${qemu.version} is too old: the script of this case needs ${since}`
  const reasons = portsOf(played).map(port => whyNotWired(port, qemu))
  return reasons.find(reason => reason !== null) ?? null
}

function whyNotWired({ chardev, frontend }: Wiring, qemu: Binary): string | null {
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
