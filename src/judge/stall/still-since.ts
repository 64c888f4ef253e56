import { type FactOf, passedBytes } from '../../model/contract/observation.ts'

/** When a job was first sampled at the byte on which it was last seen, in ms; 0 without samples. */
export function stillSince(samples: readonly FactOf<'progress'>[]): number {
  const last = samples.at(-1)
  const moved = samples.findLastIndex(sample => last && passedBytes(sample) !== passedBytes(last))
  return samples[moved + 1]?.at ?? 0
}
