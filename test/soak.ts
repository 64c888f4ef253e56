/**
 * `npm run soak [ROUNDS]`: plays every case that many times (20 unless told), every second time with all cores kept
 * busy by other work, and counts verdicts that were not as documented. Long: not part of `npm test`.
 */
import { cpus } from 'node:os'
import { allCases } from '../src/plan/catalogue.ts'
import { play } from './support/guest.ts'
import { hogs } from './support/hogs.ts'

const rounds = Number(process.argv[2] ?? 20)
let wrong = 0
let played = 0
for (let round = 1; round <= rounds; round++) {
  const loaded = round % 2 === 0
  using _load = loaded ? hogs(cpus().length, 0) : null
  for (const one of await allCases()) {
    const { result } = await play(one)
    played += 1
    const right = result.expected === true
    if (!right) wrong += 1
    console.log(
      `${round} ${loaded ? 'loaded' : 'idle'} ${one.id} ${result.outcome} ${result.symptom ?? ''} ${result.seconds} s` +
        (right ? '' : ` WRONG: ${result.because}`),
    )
  }
}
console.log(`${played - wrong} right, ${wrong} wrong of ${played}`)
process.exitCode = wrong === 0 ? 0 : 1
