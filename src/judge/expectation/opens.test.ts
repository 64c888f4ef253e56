import t from 'tap'
import type { Observation } from '../../model/contract/observation.ts'
import { at, begin, cut, died, end, host, type Part, story, well } from '../stories/story.fixture.ts'
import { judgeCase } from '../verdict.ts'

const opening = at(2500, { kind: 'step', step: 1, edge: 'begin', text: 'host opens the chardev' })
const opened = at(2600, { kind: 'step', step: 1, edge: 'end', text: 'host opens the chardev' })
const judge = (...parts: readonly Part[]) => judgeCase({ expect: [] }, story(...parts))

t.test('a host that cannot get in, while the guest lives, is stuck', async t => {
  const stood = [begin(), well(1000, 14_000), opening, cut(13_100, 'standstill'), end(14_000)]
  t.match(judge(...stood), {
    outcome: 'fail',
    symptom: 'stuck',
    because: /could not open .* within 10\.6 s/,
  })
})

t.test('everything else is not', async t => {
  const unclear: Record<string, readonly Part[]> = {
    'another cut': [begin(), well(1000, 14_000), opening, cut(13_100, 'timeout'), end(14_000)],
    'a silent guest': [
      begin(),
      well(1000, 3000),
      host(3000, 14_000),
      opening,
      cut(13_100, 'standstill'),
      end(14_000),
    ],
    'the end of QEMU': [begin(), well(1000, 3000), opening, died(3000), cut(3001, 'exit'), end(3100)],
    'a starved host': [
      begin(),
      well(1000, 2500),
      host(2500, 14_000, 97),
      opening,
      cut(13_100, 'standstill'),
      end(14_000),
    ],
  }
  const asClient = (fact: Observation) => (fact.kind === 'run' ? { ...fact, chardev: 'unix client' } : fact)
  unclear['a QEMU that connects only once'] = [
    ...begin().map(asClient),
    ...[well(1000, 14_000), opening, cut(13_100, 'standstill'), end(14_000)],
  ]
  for (const [name, parts] of Object.entries(unclear)) {
    t.match(
      judge(...parts).findings.find(({ name }) => name === 'opens'),
      { outcome: 'inconclusive' },
      name,
    )
  }
  const well1 = judge(begin(), well(1000, 14_000), opening, opened, end(14_000))
  t.same(
    well1.findings.map(({ name }) => name),
    ['played'],
    'one that got in',
  )
})
