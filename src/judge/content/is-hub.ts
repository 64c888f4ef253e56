import { type History, runOf } from '../../model/contract/observation.ts'

/** QEMU serves one client of a socket at a time; only a hub has several peers, and gives each of them everything. */
export function isHub(history: History): boolean {
  return runOf(history)?.chardev.startsWith('hub') ?? false
}
