import t from 'tap'
import { shown } from '../shown.fixture.ts'

void t.test('what host.idle does not know is refused: it would wait for ever', async t => {
  for (const until of ['until staled', 'for a beat', 'for 0 beats', '20 beats']) {
    await t.rejects(
      shown(({ host }) => host.idle(until as 'until stalled')),
      {
        name: 'UsageError',
        message: `expected host.idle('until stalled', 'until unsent' or 'for N beats'), got '${until}'`,
      },
    )
  }
})
