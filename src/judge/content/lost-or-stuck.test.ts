import t from 'tap'
import type { Observation } from '../../model/contract/observation.ts'
import { intact } from '../expectation/intact.ts'
import {
  at,
  content,
  cut,
  exited,
  lines,
  other,
  type Part,
  peer,
  story,
  well,
} from '../stories/story.fixture.ts'
import { judge, payload, run } from './counted-run.fixture.ts'

t.test('a missing end is lost when what the guest wrote later came, and stuck when not', async t => {
  const short = [lines(0, 1, 900, 5)]
  const wrote = at(18_100, { kind: 'marker', by: 'guest', text: 'x\n' })
  const came = (ms: number, ...texts: readonly string[]) =>
    ({
      ...content(
        ms,
        texts.map(text => other(0, text, 2)),
      ),
      afterMarker: true,
    }) as const
  const verdict = (...parts: readonly Part[]) => judge(short, cut(18_000, 'standstill'), ...parts)
  const nor = /a line that the guest was to write after them did not arrive/
  t.match(verdict(wrote, came(18_400, 'x\\x0a')), {
    symptom: 'loss',
    because: /a line that the guest wrote after them arrived/,
  })
  t.match(verdict(wrote, came(18_400), well(18_600, 21_200)), { symptom: 'stuck', because: nor })
  t.match(
    verdict(wrote, came(18_400)),
    { outcome: 'inconclusive', because: /for only 396 ms/ },
    'interrupted',
  )
  t.match(verdict(wrote, came(18_400, 'y\\x0a')), {
    symptom: 'stuck',
    because: /only after the guest had written again/,
  })
  t.match(verdict(came(18_400)), { symptom: 'stuck' }, 'it was not written')
  const held = at(18_200, { kind: 'marker', by: 'guest', text: '' })
  t.match(verdict(wrote, held, came(18_400)), { outcome: 'inconclusive', because: /open the port again/ })
  t.match(
    verdict(wrote, came(18_400, ...Array<string>(250).fill('y\\x0a'))),
    { outcome: 'inconclusive', because: /arrived later, without a line after them/ },
    'all came by itself',
  )
})

t.test('of several ends, those count from which the host read, and of a hub all', async t => {
  const line = {
    kind: 'content',
    sha256: '',
    bytes: 2,
    segments: [other(0, 'x\\x0a', 2)],
    cutShort: false,
  } as const
  const nothing = { ...line, bytes: 0, segments: [] } as const
  const short = [lines(0, 1, 900, 5)]
  const after = [
    at(18_400, { ...line, peer: 'peer1', afterMarker: true }),
    at(18_400, { ...nothing, peer: 'peer2', afterMarker: true }),
  ]
  const verdict = (chardev: string, event: 'opened' | 'reading') => {
    const [named, ...rest] = run.flat()
    const two = [peer(2060, 'opened', 'peer2'), ...(event === 'reading' ? [peer(2160, event, 'peer2')] : [])]
    const wrote = at(18_100, { kind: 'marker', by: 'guest', text: 'x\n' })
    const stood = [
      well(18_600, 21_200),
      cut(18_000, 'standstill'),
      peer(18_200, 'reading', 'peer2'),
      wrote,
      ...after,
    ]
    const told = { ...named, chardev } as Observation
    return intact(payload).judge(
      story(told, rest, two, exited(2200), stood, content(18_500, short), content(18_500, [], 'peer2')),
    )
  }
  t.match(verdict('unix server', 'reading'), { symptom: 'loss' }, 'QEMU serves one client')
  t.match(verdict('hub of unix', 'reading'), { symptom: 'stuck' }, 'a hub serves all')
  t.match(judge(short, cut(18_000, 'standstill')), { symptom: 'stuck' })
})
