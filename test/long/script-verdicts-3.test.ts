import { sameVerdicts } from '../support/same-verdicts.ts'

await sameVerdicts(3, 7)
