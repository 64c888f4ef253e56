import { inputLimits } from '../input-limits.ts'
import * as s from './schema.ts'
import { plainFinding, verdictFields } from './verdict.ts'

export const accelerators = ['kvm', 'tcg'] as const
export const starts = ['cold', 'warm'] as const

export const cellQemu = s.record({
  label: s.means('The name by which it was chosen; unique among the results of a command', s.text),
  path: s.text,
  version: s.means('What --version prints', s.text),
})

const nameFields = {
  case: s.text,
  file: s.maybe('The path of the case file, for a case of your own', s.text),
  qemu: cellQemu,
  machine: s.maybe("The guest's machine (-machine), if it is not the default", s.text),
  arch: s.maybe("The guest's architecture, if it is not x86_64", s.text),
  kernel: s.maybe("The guest's kernel, if it is not that of the image", s.text),
}
export const repeat = s.maybe(
  'The number of the repeat, from 1, if the cell is run several times',
  s.positive,
)
const cellName = s.record({ ...nameFields, repeat })

/** The stored result of a cell: fields and order are those of the contract. */
export const cellResult = s.record({
  ...nameFields,
  accel: s.oneOf(accelerators),
  start: s.oneOf(starts),
  repeat,
  ...verdictFields,
  seconds: s.number,
  dir: s.maybe('The run directory, if it was kept', s.text),
})

/** The result as --json prints it: the result has all figures, so the findings have none. */
export const publicResult = s.record({
  ...cellResult.entries,
  findings: s.listOf(plainFinding, inputLimits.findings),
})

/** The QEMU of a cell. */
export type CellQemu = s.Data<typeof cellQemu>
/** Which cell: one case on one QEMU binary. */
export type CellName = s.Data<typeof cellName>
/** How one cell ended: what reporters get. */
export type CellResult = s.Data<typeof cellResult>
