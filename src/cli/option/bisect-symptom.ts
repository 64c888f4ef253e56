import { type Symptom, symptoms } from '../../model/contract/verdict.ts'
import { UsageError } from '../../model/errors.ts'

/** The symptom that `--symptom` names. Throws UsageError. */
export function symptomNamed(name: string): Symptom {
  const found = symptoms.find(symptom => symptom === name)
  if (found === undefined)
    throw new UsageError(`--symptom: wanted one of ${symptoms.join(', ')}, got '${name}'`)
  return found
}
