import t from 'tap'
import { frozen, passed } from '../../report/result.fixture.ts'
import { gitExit } from './git-exit.ts'

const doubt = passed({ outcome: 'inconclusive' })

void t.test('one result is good, bad or untestable, whatever is documented', async t => {
  t.strictSame(gitExit([passed({ expected: false })], null), { code: 0, meaning: 'good' })
  t.strictSame(gitExit([frozen()], null), { code: 1, meaning: 'bad: freeze' })
  t.strictSame(gitExit([frozen()], 'loss'), { code: 125, meaning: 'untestable: another failure (freeze)' })
  t.strictSame(gitExit([doubt], null), { code: 125, meaning: 'untestable: inconclusive' })
  t.strictSame(gitExit([], null), { code: 125, meaning: 'untestable: the case was not run' })
})

void t.test('of several repeats the worst counts', async t => {
  const code = (...results: Parameters<typeof gitExit>[0]) => gitExit(results, 'freeze').code
  t.equal(code(passed(), doubt, frozen()), 1)
  t.equal(code(passed(), doubt, passed()), 125)
  t.equal(code(passed(), passed()), 0)
})
