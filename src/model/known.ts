import { closed, custom, type Data, line, means, oneOf, orUndefined, truth, wanted } from './schema.ts'
import { symptoms } from './verdict.ts'
import { isRange } from './version.ts'

const range = custom<string>(isRange, wanted("a range of versions such as '<1.5.0', or '*'"))

export const known = closed(
  {
    qemu: means('A range of versions, or *', range),
    symptom: oneOf(symptoms),
    why: line,
    sometimes: orUndefined(means('The failure comes and goes: a pass is expected too', truth)),
  },
  'an object with qemu, symptom and why',
)

/** A documented failure: which QEMU versions, what kind, why. */
export type Known = Data<typeof known>
