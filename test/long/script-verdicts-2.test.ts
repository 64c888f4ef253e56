import { sameVerdicts } from '../support/same-verdicts.ts'

await sameVerdicts(2, 7)
