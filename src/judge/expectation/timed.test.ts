import t from 'tap'
import type { Observation } from '../../model/contract/observation.ts'
import { at, begin, cut, end, exited, peer, samples, started, story } from '../stories/story.fixture.ts'
import { blocked } from '../stories/story-scenes.fixture.ts'
import { timed } from './timed.ts'

const step = (ms: number, text: string): Observation => at(ms, { kind: 'step', step: 9, edge: 'begin', text })
const doubt = { outcome: 'inconclusive' }

t.test('a host that closes while the port is closed', async t => {
  const { judge } = timed({ closes: 'port closed' })
  const before = [begin(), started(2200), exited(2900)]
  const verdict = judge(story(before, peer(3000, 'closed'), end(4000)))
  t.match(verdict, {
    outcome: 'pass',
    because: 'nothing in the guest had the port open when the host closed',
  })
  const running = judge(story(begin(), started(2200), peer(3000, 'closed'), exited(3100), end(4000)))
  t.match(running, { ...doubt, because: /job1 still ran in the guest, and may have had the port open/ })
  t.match(judge(story(before, peer(3000, 'closed'), started(3100), peer(3200, 'closed'))), doubt, 'each time')
  t.match(judge(story(before, end(4000))), { ...doubt, because: /the host never closed/ })
  t.match(judge(story(before, cut(2950, 'freeze'), peer(3000, 'closed'))), doubt, 'after a cut')
})

t.test('what counts is when the line of the script began', async t => {
  const { judge } = timed({ closes: 'port closed' })
  t.match(
    judge(story(begin(), started(2200), step(2800, 'peer1 closes'), exited(2900), peer(3000, 'closed'))),
    doubt,
  )
})

t.test('a host that closes while the port is open', async t => {
  const { judge } = timed({ closes: 'port open' })
  const open = [begin(), started(2200), samples(2300, 2900, 151)]
  t.match(judge(story(open, peer(3000, 'closed'), samples(3050, 3150, 151))), { outcome: 'pass' })
  t.match(judge(story(open, peer(3000, 'closed'), end(4000))), doubt, 'not seen after it')
  t.match(judge(story(open, peer(3000, 'closed'), exited(3040))), doubt, 'it ended')
  t.match(judge(story(begin(), started(2200), peer(3000, 'closed'), samples(3050, 3150, 151))), doubt)
})

t.test('a host that acts while the writer stands blocked', async t => {
  const closes = timed({ closes: 'writer blocked' }).judge
  const stands = [begin(), blocked]
  t.match(closes(story(stands, peer(3700, 'closed'))), { outcome: 'pass' })
  t.match(closes(story(begin(), peer(2100, 'opened'), samples(2300, 2500, 7), peer(2600, 'closed'))), doubt)
  const moved = samples(3650, 3700, 900_000)
  t.match(closes(story(stands, moved, peer(3800, 'closed'))), doubt, 'it had gone on')
  t.match(closes(story(stands, peer(3650, 'opened', 'peer2'), peer(3700, 'closed'))), { outcome: 'pass' })
  const half = timed({ 'ends writing': 'writer blocked' }).judge
  t.match(half(story(stands, step(3700, 'peer1 will write no more'), end(4000))), { outcome: 'pass' })
  t.match(half(story(begin(), step(3700, 'peer1 will write no more'), end(4000))), doubt)
})

t.test('a late host: the writer waits for it, and then for its reading', async t => {
  const { judge } = timed({ opens: 'writer blocked', reads: 'writer blocked' })
  const waits = [begin(), started(2200), samples(2300, 3000, 0), peer(3000, 'opened')]
  t.match(judge(story(waits, samples(3100, 3800, 720_896), peer(3900, 'reading'))), {
    outcome: 'pass',
    because:
      'the writer was blocked when the host opened the chardev, and the writer was blocked when the host began to read',
  })
  t.match(judge(story(waits, samples(3100, 3200, 720_896), peer(3300, 'reading'))), doubt, 'read too soon')
})

t.test('a host that reads once the device is gone', async t => {
  const { judge } = timed({ reads: 'device unplugged' })
  const deleted = at(2900, { kind: 'qmp-event', event: 'DEVICE_DELETED', data: { device: 'test0' } })
  t.match(judge(story(begin(), deleted, peer(3000, 'reading'))), { outcome: 'pass' })
  t.match(judge(story(begin(), peer(2800, 'reading'), deleted)), doubt)
})

t.test('the printed script says that it does not judge what its order does not ensure', async t => {
  t.ok(timed({ closes: 'writer blocked' }).checks)
  t.notOk(timed({ closes: 'port open' }).checks)
})
