import t from 'tap'
import type { Case } from '../src/model/case/case.ts'
import type { Stage } from '../src/verbs/stage.ts'
import { caseNamed, play } from './support/guest.ts'

for (const id of ['pty-late', 'named-pipe-pair', 'null']) {
  void t.test(`${id} ends as it documents`, async t => {
    const { result } = await play(await caseNamed(id))
    t.match(result, { outcome: /^(?:pass|fail)$/, expected: true }, result.because)
  })
}

void t.test('a loop in the guest that is stopped, while all else goes on, is told', async t => {
  const pair = await caseNamed('named-pipe-pair')
  const stops: Case<Stage> = {
    ...pair,
    async script({ host, guest, pause }) {
      await guest.background`echo $$ > /run/loop; while :; do sleep ${pause}; date; done`
      await host.idle('for 10 beats')
      await guest.run`kill -STOP $(cat /run/loop)`
      await host.idle('for 60 beats')
    },
    expect: pair.expect.filter(({ name }) => ['alive', 'keepsSaying'].includes(name)),
  }
  const { result } = await play(stops)
  t.match(result, { outcome: 'fail', expected: false }, result.because)
  t.match(result.because, /^the loop stopped while the guest kept beating/)
})

void t.test('a loop that prints more lines than a run keeps is our trouble, and no pause', async t => {
  const pair = await caseNamed('named-pipe-pair')
  const floods: Case<Stage> = {
    ...pair,
    async script({ host, guest }) {
      await guest.background`yes`
      await host.idle('for 100 beats')
    },
    expect: pair.expect.filter(({ name }) => ['alive', 'keepsSaying'].includes(name)),
  }
  const { result } = await play(floods)
  t.match(result, { outcome: 'error', because: /printed more than 20000 lines/ }, result.because)
})
