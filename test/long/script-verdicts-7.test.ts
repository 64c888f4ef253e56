import { sameVerdicts } from '../support/same-verdicts.ts'

await sameVerdicts(7, 7)
