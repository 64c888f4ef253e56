import { sameVerdicts } from '../support/same-verdicts.ts'

await sameVerdicts(1, 7)
