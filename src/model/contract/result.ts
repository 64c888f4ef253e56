import * as s from './schema.ts'
import { plainFinding, verdictFields } from './verdict.ts'

export const accelerators = ['kvm', 'tcg'] as const
export const starts = ['cold', 'warm'] as const

export const cellQemu = s.record({
  label: s.means('What it was chosen by; names one binary among the results of a command', s.text),
  path: s.text,
  version: s.means('What it says of itself', s.text),
})

const nameFields = {
  case: s.text,
  file: s.maybe("The path of the case's file, where the case is none of ours", s.text),
  qemu: cellQemu,
  machine: s.maybe("The guest's machine (-machine), where it is not the usual one", s.text),
  arch: s.maybe("The guest's architecture, where it is not x86_64", s.text),
  kernel: s.maybe("The guest's kernel, where it is not that of the image", s.text),
}
const repeat = s.maybe('Which play of the cell, where it is played several times', s.positive)
const cellName = s.record({ ...nameFields, repeat })

/** How one cell ended, as it is kept: fields and order are those of the contract. */
export const cellResult = s.record({
  ...nameFields,
  accel: s.oneOf(accelerators),
  start: s.oneOf(starts),
  repeat,
  ...verdictFields,
  seconds: s.number,
  dir: s.maybe('The run directory, where it was kept', s.text),
})

/** The same as --json prints it: a finding's own figures are left out, the result has them all. */
export const publicResult = s.record({
  ...cellResult.entries,
  findings: s.listOf(plainFinding),
})

/** What a cell is played on. `label` is what the person chose it by, `version` what it says of itself. */
export type CellQemu = s.Data<typeof cellQemu>
/** Which cell: one case on one QEMU binary. */
export type CellName = s.Data<typeof cellName>
/** How one cell ended: what reporters get. */
export type CellResult = s.Data<typeof cellResult>
