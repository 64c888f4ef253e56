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
