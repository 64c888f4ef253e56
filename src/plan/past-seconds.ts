import type { CellResult } from '../model/contract/result.ts'
import { median } from '../model/value/median.ts'

/** How long a case took on a QEMU of this label in the past, in seconds: the median, or null if it was never played. */
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
