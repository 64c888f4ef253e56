import { type Symptom, symptoms } from '../../model/contract/verdict.ts'
import { UsageError } from '../../model/errors.ts'
import type { BisectOutput } from '../bisect/bisect-reports.ts'
import type { GuestOptions } from './guest-options.ts'

/** The flags of `bisect`. */
export interface BisectFlags extends GuestOptions, BisectOutput {
  readonly good?: string
  readonly bad?: string
  readonly old?: string
  readonly new?: string
  readonly findFix?: true
  readonly repo: string
  readonly build?: string
  readonly binary?: string
  readonly buildLimit: string
  readonly cacheSize: string
  readonly firstParent?: true
  readonly inOrder?: true
  readonly symptom?: string
  readonly errorBound: string
  readonly maxRuns: string
  readonly maxBuilds?: string
  readonly known?: true
  readonly timeout: string
  readonly asDocumented?: true
  readonly cold?: true
}

/** The symptom that `--symptom` names; null without it. Throws UsageError. */
export function symptomNamed(name: string | undefined): Symptom | null {
  const found = symptoms.find(symptom => symptom === name)
  if (found !== undefined || name === undefined) return found ?? null
  throw new UsageError(`--symptom: expected one of ${symptoms.join(', ')}, got '${name}'`)
}
