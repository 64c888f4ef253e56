import type { CellResult } from '../model/contract/result.ts'
import { grouped } from '../model/value/grouped.ts'
import { median } from '../model/value/median.ts'

/** The median run time in seconds of a case on a QEMU with this label, or null if it never ran. */
export function pastSeconds(
  past: readonly Pick<CellResult, 'case' | 'qemu' | 'seconds'>[],
): (id: string, label: string) => number | null {
  const known = grouped(past, ({ case: id, qemu }) => JSON.stringify([id, qemu.label]))
  return (id, label) =>
    median((known.get(JSON.stringify([id, label])) ?? []).map(({ seconds }) => seconds)) ?? null
}
