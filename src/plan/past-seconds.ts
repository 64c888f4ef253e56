import type { CellResult } from '../model/contract/result.ts'
import { median } from '../model/value/median.ts'

/** The median run time in seconds of a case on a QEMU with this label, or null if it never ran. */
export function pastSeconds(
  past: readonly Pick<CellResult, 'case' | 'qemu' | 'seconds'>[],
): (id: string, label: string) => number | null {
  const known = new Map<string, number[]>()
  for (const { case: id, qemu, seconds } of past) {
    const key = JSON.stringify([id, qemu.label])
    known.set(key, [...(known.get(key) ?? []), seconds])
  }
  return (id, label) => median(known.get(JSON.stringify([id, label])) ?? []) ?? null
}
