import t from 'tap'
import type { Case } from '../src/model/case/case.ts'
import { ofKind } from '../src/model/contract/observation.ts'
import type { Stage } from '../src/verbs/stage.ts'
import { caseNamed, play } from './support/guest.ts'

void t.test('commands that end at once are all seen to start and to end', async t => {
  const quick: Case<Stage> = {
    ...(await caseNamed('unix-server')),
    async script({ guest }) {
      for (let count = 0; count < 40; count++) {
        const job = await guest.start`true`
        await job.exit(0)
      }
    },
    expect: [],
  }
  const { result, history } = await play(quick)
  t.match(result, { outcome: 'pass' }, result.because)
  const jobs = ofKind(history, 'job').map(({ job, event }) => `${job} ${event}`)
  t.same(
    jobs,
    Array.from({ length: 40 }, (_, index) => [`job${index + 1} started`, `job${index + 1} exited`]).flat(),
  )
})
