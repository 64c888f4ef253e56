import { inputLimits } from '../input-limits.ts'
import { cutTo } from '../value/cut-to.ts'
import type { Observation } from './observation.ts'

/**
 * An observation within the limits of those who read a journal: long texts are cut, and data of QEMU's that is too long is
 * replaced by a sentence.
 */
export function bounded(observation: Observation): Observation {
  if (JSON.stringify(observation).length <= inputLimits.text) return observation
  const cut = JSON.parse(JSON.stringify(observation, cutText)) as Observation
  if ('data' in cut && JSON.stringify(cut.data).length > inputLimits.data)
    return { ...cut, data: `left out: it is longer than ${inputLimits.data} characters` }
  return cut
}

function cutText(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? cutTo(inputLimits.text, value) : value
}
