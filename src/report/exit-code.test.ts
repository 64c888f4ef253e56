import t from 'tap'
import { exitCode } from './exit-code.ts'
import { frozen, passed } from './result.fixture.ts'

const doubt = passed({ outcome: 'inconclusive', expected: false })
const problem = passed({ outcome: 'error', expected: false })
const surprise = frozen({ expected: false })

t.equal(exitCode([passed(), frozen(), passed({ outcome: 'skip' })]), 0, 'a documented freeze is as expected')
t.equal(exitCode([passed(), surprise]), 1)
t.equal(exitCode([passed({ expected: false })]), 1, 'a pass where a failure is documented')
t.equal(exitCode([passed(), doubt]), 2, 'what proves nothing is no surprise')
t.equal(exitCode([doubt, problem]), 69)
t.equal(exitCode([problem, doubt, surprise]), 1, 'a surprise outweighs all')
t.equal(exitCode([]), 0)
