import type { Judged } from '../model/case/expectation.ts'
import type { Numbers, Symptom } from '../model/contract/verdict.ts'

export function pass(because: string, numbers?: Numbers): Judged {
  return { outcome: 'pass', because, ...(numbers && { numbers }) }
}

/** `null`: a failure without a symptom. */
export function fail(symptom: Symptom | null, because: string, numbers?: Numbers): Judged {
  return { outcome: 'fail', ...(symptom && { symptom }), because, ...(numbers && { numbers }) }
}

export function inconclusive(because: string, numbers?: Numbers): Judged {
  return { outcome: 'inconclusive', because, ...(numbers && { numbers }) }
}
