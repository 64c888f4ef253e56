import t from 'tap'
import {
  at,
  beats,
  begin,
  exited,
  host,
  limits,
  type Part,
  peer,
  samples,
  started,
  story,
  well,
} from '../../judge/stories/story.fixture.ts'
import { cutFor } from './cut.ts'
import { standstillTimeout } from './standstill-timeout.ts'

const stillMs = (...parts: readonly Part[]) => standstillTimeout(story(begin(), ...parts), 3000).stillMs
const sent = (total: number) => at(2200, { kind: 'sent', peer: 'peer1', bytes: 1, total, of: 6 })
const reads = samples(2300, 3000, 0).map(sample => ({ ...sample, readBytes: 4 }) as const)
const opening = at(2900, { kind: 'step', step: 1, edge: 'begin', text: 'host opens the chardev' })
const blocked = [started(2200), samples(2300, 3000, 5)]

void t.test('if nothing more can arrive, the limit is that for a standstill', async t => {
  t.equal(stillMs(blocked), 4000, 'a blocked writer')
  t.equal(stillMs(started(2200), exited(2300), peer(2400, 'ended')), 4000, 'an ended stream')
  t.equal(stillMs(started(2200), sent(4), reads), 4000, 'a reader, and bytes that are not taken')
})

void t.test('late answers are awaited', async t => {
  t.equal(stillMs(blocked, exited(3000)), 10_500, 'a writer that has finished')
  t.equal(stillMs(started(2200), sent(6), reads), 10_500, 'a reader, when all was taken')
  t.equal(stillMs(blocked, opening), 10_500, 'a host that is not in yet')
})

void t.test('a job that is not blocked on the port has work of its own', async t => {
  t.equal(stillMs(started(2200)), 30_000, 'never sampled')
  const napping = samples(2300, 3000, 5, { waitsIn: 'hrtimer_nanosleep' })
  t.equal(stillMs(started(2200), napping), 30_000, 'one that sleeps of its own wish')
})

void t.test('the cut waits longer for bytes that may be late, counting only fair time', async t => {
  const due = (now: number, ...parts: readonly Part[]) =>
    cutFor(story(begin(), started(2200), ...parts), now, 3000, limits)?.by ?? null
  const done = [exited(2900), well(1000, 50_000)]
  t.equal(due(8000, done), null)
  t.equal(due(13_700, done), 'standstill')
  t.equal(due(8000, samples(2300, 8000, 5), well(1000, 8000)), 'standstill', 'a blocked writer')
  const starved = [exited(2900), beats(1000, 60_000), host(2000, 60_000, 60)]
  t.equal(due(13_700, starved), null, 'a starved host')
  t.equal(due(45_100, starved), 'standstill', 'but not for ever')
})
