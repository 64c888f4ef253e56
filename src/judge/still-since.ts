import type { FactOf } from '../model/observation.ts'

type Sample = FactOf<'progress'>

/** When a job was first sampled at the byte on which it was last seen, in ms; 0 without samples. */
export function stillSince(samples: readonly Sample[]): number {
  const last = samples.at(-1)
  const moved = samples.findLastIndex(sample => last && passed(sample) !== passed(last))
  return samples[moved + 1]?.at ?? 0
}

function passed({ bytes, readBytes }: Sample): number {
  return readBytes ?? bytes
}
