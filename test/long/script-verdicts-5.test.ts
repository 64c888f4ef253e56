import { sameVerdicts } from '../support/same-verdicts.ts'

await sameVerdicts(5, 7)
