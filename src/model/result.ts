import { type Data, listOf, means, number, oneOf, optional, positive, record, text } from './schema.ts'
import { plainFinding, verdictFields } from './verdict.ts'

export const accelerators = ['kvm', 'tcg'] as const
export const starts = ['cold', 'warm'] as const

export const cellQemu = record({
  label: means('What it was chosen by; names one binary among the results of a command', text),
  path: text,
  version: means('What it says of itself', text),
})

const nameFields = {
  case: text,
  file: optional(means("The path of the case's file, where the case is none of ours", text)),
  qemu: cellQemu,
  machine: optional(means("The guest's machine (-machine), where it is not the usual one", text)),
  arch: optional(means("The guest's architecture, where it is not x86_64", text)),
  kernel: optional(means("The guest's kernel, where it is not that of the image", text)),
}
const repeat = optional(means('Which play of the cell, where it is played several times', positive))
const cellName = record({ ...nameFields, repeat })

/** How one cell ended, as it is kept: fields and order are those of the contract. */
export const cellResult = record({
  ...nameFields,
  accel: oneOf(accelerators),
  start: oneOf(starts),
  repeat,
  ...verdictFields,
  seconds: number,
  dir: optional(means('The run directory, where it was kept', text)),
})

/** The same as --json prints it: a finding's own figures are left out, the result has them all. */
export const publicResult = record({
  ...cellResult.entries,
  findings: listOf(plainFinding),
})

/** What a cell is played on. `label` is what the person chose it by, `version` what it says of itself. */
export type CellQemu = Data<typeof cellQemu>
/** Which cell: one case on one QEMU binary. */
export type CellName = Data<typeof cellName>
/** How one cell ended: what reporters get. */
export type CellResult = Data<typeof cellResult>
