import t from 'tap'
import {
  begin,
  cut,
  end,
  exited,
  host,
  peer,
  read,
  samples,
  started,
  story,
  well,
} from '../stories/story.fixture.ts'
import { stalled } from './stalled.ts'

const judge = stalled().judge
const frozen = [begin(), well(1000, 3010), started(2200), host(3010, 6000), cut(4700, 'freeze'), end(6000)]
const reads = [peer(5000, 'reading'), read(5020, 278)]

t.test('a guest that stops while it writes is pressure enough', async t => {
  t.match(
    judge(story(frozen, reads)),
    { outcome: 'pass', numbers: { acceptedBytes: 278 } },
    'what the host found',
  )
  t.equal(judge(story(frozen)).numbers, undefined, 'nobody read, so nobody knows')
  const moving = samples(2300, 2400, 300_000, { state: 'R' })
  t.match(judge(story(frozen, moving, reads)), { outcome: 'pass', numbers: { acceptedBytes: 300_000 } })
})

t.test('a guest that stops after its writer ended, or maybe did not stop, is none', async t => {
  t.match(judge(story(frozen, exited(2500), reads)), { outcome: 'inconclusive', because: /never sampled/ })
  const starved = [
    begin(),
    well(1000, 3010),
    started(2200),
    { at: 6000, kind: 'tick', lateMs: 2900 } as const,
  ]
  t.match(judge(story(starved)), { outcome: 'inconclusive' })
})

t.test('a proven stall says how many bytes were accepted, none included', async t => {
  t.match(judge(story(begin(), well(1000, 4000), samples(2300, 3600, 0), end(4000))), {
    outcome: 'pass',
    numbers: { acceptedBytes: 0 },
    because: /blocked \(in wait_port_writable\) for 400 ms after 0 bytes/,
  })
})

t.test('a writer that moves on, or ended, or was never measured, is no proof', async t => {
  const moving = samples(2300, 3600, 0, { state: 'R' })
  t.match(judge(story(begin(), moving)), { outcome: 'inconclusive', because: /never seen blocked/ })
  t.match(judge(story(begin(), moving, exited(3700))), { because: /this proves nothing/ })
  t.match(judge(story(begin())), { outcome: 'inconclusive', because: /never sampled/ })
})
