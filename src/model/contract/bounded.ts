import { inputLimits } from '../input-limits.ts'
import type { Observation } from './observation.ts'

/** An observation as readers of a journal take it: long texts are cut, and enormous data of QEMU's is left out. */
export function bounded(observation: Observation): Observation {
  const cut = JSON.parse(JSON.stringify(observation, withoutEnd)) as Observation
  if ('data' in cut && JSON.stringify(cut.data).length > inputLimits.data)
    return { ...cut, data: `left out: it is longer than ${inputLimits.data} characters` }
  return cut
}

function withoutEnd(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= inputLimits.text) return value
  return `${value.slice(0, inputLimits.text - 1)}…`
}
