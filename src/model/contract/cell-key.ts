import type { CellResult } from './result.ts'

/** The identity of a cell. */
export type CellPlace = Pick<CellResult, 'case' | 'qemu' | 'accel' | 'machine' | 'arch' | 'kernel'>

/**
 * What makes two results those of one cell, also across test runs: its case, the label of its
 * QEMU, the accelerator, and the machine, architecture and kernel where they are not the usual ones.
 * The version is left out, so that `debian:sid` stays the same cell; in one test run a label names one binary.
 */
export function cellKey({ case: played, qemu, accel, machine, arch, kernel }: CellPlace): string {
  return JSON.stringify([played, qemu.label, accel, machine, arch, kernel])
}
