import t from 'tap'
import { beatsAfterStall } from '../silence/beats.ts'
import { beats, exited, peer, samples, story } from '../stories/story.fixture.ts'
import { findStall } from './stall.ts'

t.test('a writer that sleeps on the same byte for a while is stalled', async t => {
  const history = story(samples(1000, 3000, 4096))
  t.same(findStall(history), {
    job: 'job1',
    atMs: 1400,
    sinceMs: 1000,
    bytes: 4096,
    waitsIn: 'wait_port_writable',
    guestMs: 4000,
  })
  t.equal(findStall(history.slice(0, 4)), null, 'too short')
  t.equal(findStall(story(samples(1000, 3000, 0)))?.bytes, 0, 'nobody connected')
})

t.test('few samples prove nothing, however far apart', async t => {
  t.equal(findStall(story(samples(1000, 1001, 1), samples(2000, 2001, 1), samples(3000, 3001, 1))), null)
})

t.test('neither does a writer that runs, moves, or sleeps by its own wish', async t => {
  t.equal(findStall(story(samples(1000, 3000, 1, { state: 'R' }))), null)
  t.equal(findStall(story(samples(1000, 3000, 1, { state: 'Z' }))), null)
  t.equal(findStall(story(samples(1000, 3000, 1, { waitsIn: '0' }))), null)
  t.equal(findStall(story(samples(1000, 3000, 1, { waitsIn: 'hrtimer_nanosleep' }))), null)
  t.equal(findStall(story(samples(1000, 3000, 1).map((fact, index) => ({ ...fact, bytes: index })))), null)
  t.ok(
    findStall(story(samples(1000, 3000, 1, { waitsIn: '?', state: 'D' }))),
    'unknown: its state alone tells',
  )
})

t.test('while a peer reads, or after the end of the job, there is no stall', async t => {
  t.equal(findStall(story(peer(900, 'reading'), samples(1000, 3000, 1))), null)
  t.equal(findStall(story(samples(1000, 1300, 1), peer(1250, 'reading'), samples(1300, 3000, 1))), null)
  t.match(findStall(story(peer(900, 'reading'), samples(1000, 3000, 1), peer(2000, 'closed'))), {
    sinceMs: 2100,
  })
  t.equal(findStall(story(samples(1000, 1300, 1), exited(1250), samples(1300, 1600, 1))), null)
})

t.test('samples that arrive in a burst prove no more than they span on the host', async t => {
  const burst = samples(1000, 3000, 1).map(fact => ({ ...fact, at: 3000 }))
  t.equal(findStall(story(burst)), null)
})

t.test('beats of a stall were sent after its first sample', async t => {
  const stall = findStall(story(samples(1000, 3000, 1)))
  if (stall === null) throw new Error('no stall')
  const late = beats(500, 980, { seenMs: 1010 })
  t.same(beatsAfterStall(story(late, beats(1100, 2100)), stall, 1590), { ssh: 5, serial: 5 })
  t.same(beatsAfterStall(story(late), stall, 2000), { ssh: 0, serial: 0 })
})
