import { sameVerdicts } from '../support/same-verdicts.ts'

await sameVerdicts(6, 7)
