import { sameVerdicts } from '../support/same-verdicts.ts'

await sameVerdicts(4, 7)
