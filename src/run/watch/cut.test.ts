import t from 'tap'
import {
  beats,
  begin,
  host,
  limits,
  type Part,
  samples,
  started,
  story,
  well,
} from '../../judge/stories/story.fixture.ts'
import { cutFor } from './cut.ts'

const movedMs = 3000
const waited = (ms: number) => movedMs + ms
const blocked = [started(2200), samples(2300, 60_000, 5)]

void t.test('a script in which nothing moves is cut after the limit', async t => {
  const history = story(begin(), well(1000, 30_000), blocked)
  t.equal(cutFor(history, waited(3900), movedMs, limits), null)
  t.match(cutFor(history, waited(4000), movedMs, limits), { by: 'standstill', message: /for 4\.0 s/ })
})

void t.test('on a starved host the cut waits for enough fair time, or for four times the limit', async t => {
  const starved = story(begin(), blocked, beats(1000, 30_000), host(2000, 30_000, 90))
  t.equal(cutFor(starved, waited(4000), movedMs, limits), null)
  t.equal(cutFor(starved, waited(15_900), movedMs, limits), null)
  t.match(cutFor(starved, waited(16_000), movedMs, limits), { by: 'standstill' })
  const relieved = story(begin(), blocked, beats(1000, 30_000), host(2000, 7000, 90), host(7000, 30_000))
  t.equal(cutFor(relieved, 8000, movedMs, limits), null)
  t.match(cutFor(relieved, 9000, movedMs, limits), { by: 'standstill' })
})

void t.test('there is no standstill during a silence, nor before twice its limit', async t => {
  const silent = story(begin(), well(1000, 9000), host(9000, 30_000))
  t.equal(cutFor(silent, 10_000, 5000, limits), null, 'silent for two thirds of the limit')
  t.match(cutFor(silent, 10_600, 5000, limits), { by: 'freeze' })
  const slow = begin({ script: 4000 })
  const beaten = [blocked, beats(1000, 3000), beats(3400, 30_000)]
  t.equal(cutFor(story(slow, beaten, host(4000, 30_000)), waited(9900), movedMs, limits), null)
  t.match(cutFor(story(slow, beaten, host(4000, 30_000)), waited(10_000), movedMs, limits), {
    by: 'standstill',
  })
})

void t.test('a job that is not blocked on the port has work of its own, and more time', async t => {
  const run = [begin(), well(1000, 60_000), started(2200)]
  const at4000 = (...rest: readonly Part[]) => cutFor(story(run, ...rest), waited(4000), movedMs, limits)
  t.equal(at4000(), null, 'never sampled')
  t.equal(at4000(samples(2300, 7000, 5, { state: 'R', waitsIn: '0' })), null, 'it computes')
  t.equal(at4000(samples(2300, 7000, 5, { waitsIn: 'hrtimer_nanosleep' })), null, 'it sleeps of its own wish')
  t.equal(at4000(samples(2300, 2900, 5)), null, 'it was blocked, and has closed the port since')
  t.match(at4000(samples(2300, 7000, 5)), { by: 'standstill' }, 'blocked')
  t.equal(cutFor(story(run), waited(29_900), movedMs, limits), null)
  t.match(cutFor(story(run), waited(30_000), movedMs, limits), { by: 'standstill' })
})
