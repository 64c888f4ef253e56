import { type Symptom, symptoms } from '../../model/contract/verdict.ts'
import { UsageError } from '../../model/errors.ts'

/** The symptom that `--symptom` names; null without it. Throws UsageError. */
export function symptomNamed(name: string | undefined): Symptom | null {
  const found = symptoms.find(symptom => symptom === name)
  if (found !== undefined || name === undefined) return found ?? null
  throw new UsageError(`--symptom: expected one of ${symptoms.join(', ')}, got '${name}'`)
}
