import * as s from '../contract/schema.ts'
import { symptoms } from '../contract/verdict.ts'
import { isRange } from '../value/version.ts'

const range = s.custom<string>(isRange, s.wanted("a range of versions such as '<1.5.0', or '*'"))

export const known = s.closed(
  {
    qemu: s.means('A range of versions, or *', range),
    symptom: s.oneOf(symptoms),
    why: s.line,
    sometimes: s.orUndefined(s.means('The failure occurs in some runs: a pass is expected too', s.truth)),
  },
  'an object with qemu, symptom and why',
)

/** A documented failure: which QEMU versions, what kind, why. */
export type Known = s.Data<typeof known>

/** Where a failure is documented: `every QEMU`, `QEMU <1.5.0, in some runs`. */
export function whereKnown({ qemu, sometimes }: Known): string {
  return `${qemu === '*' ? 'every QEMU' : `QEMU ${qemu}`}${sometimes ? ', in some runs' : ''}`
}
