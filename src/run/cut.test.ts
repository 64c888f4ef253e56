import t from 'tap'
import { beats, begin, host, limits, story, well } from '../judge/history.fixture.ts'
import { cutFor } from './cut.ts'

const movedMs = 3000
const waited = (ms: number) => movedMs + ms

void t.test('a script in which nothing moves is cut after the limit', async t => {
  const history = story(begin(), well(1000, 30_000))
  t.equal(cutFor(history, waited(3900), movedMs, limits), null)
  t.match(cutFor(history, waited(4000), movedMs, limits), { by: 'standstill', message: /for 4\.0 s/ })
})

void t.test(
  'on a starved host it is waited out, until enough of it was fair or four times the limit has passed',
  async t => {
    const starved = story(begin(), beats(1000, 30_000), host(2000, 30_000, 90))
    t.equal(cutFor(starved, waited(4000), movedMs, limits), null)
    t.equal(cutFor(starved, waited(15_900), movedMs, limits), null)
    t.match(cutFor(starved, waited(16_000), movedMs, limits), { by: 'standstill' })
    const relieved = story(begin(), beats(1000, 30_000), host(2000, 7000, 90), host(7000, 30_000))
    t.equal(cutFor(relieved, 8000, movedMs, limits), null)
    t.match(cutFor(relieved, 9000, movedMs, limits), { by: 'standstill' })
  },
)
