import type { CellResult } from './result.ts'

/**
 * What makes two results those of one cell, also across rounds: its case, the label of its QEMU, the accelerator.
 * The version is left out, so that `debian:sid` goes on being itself; in one round a label names one binary.
 */
export function cellKey({ case: played, qemu, accel }: Pick<CellResult, 'case' | 'qemu' | 'accel'>): string {
  return JSON.stringify([played, qemu.label, accel])
}
