import t from 'tap'
import {
  begin,
  cut,
  died,
  end,
  exited,
  host,
  loop,
  type Part,
  samples,
  started,
  story,
  well,
} from '../stories/story.fixture.ts'
import { flows } from './flows.ts'

const judge = flows().judge
const run = [begin(), well(1000, 8600), started(2200)]
const still = samples(2300, 8000, 532_480)
const stood = [cut(8000, 'standstill'), end(8600)]

t.test('a writer that ended well got rid of everything, whatever it waited for on the way', async t => {
  t.match(judge(story(run, samples(2300, 3600, 4096), exited(3600), end(4000))), { outcome: 'pass' })
  t.match(judge(story(run, exited(2210), end(4000))), { outcome: 'pass' }, 'too quick to be measured')
})

t.test('a writer that stands blocked for as long as a standstill is stuck, read or not', async t => {
  t.match(judge(story(run, still, stood)), {
    outcome: 'fail',
    symptom: 'stuck',
    because: /made no progress for 5\.7 s after 520 KiB: it is blocked in wait_port_writable/,
    numbers: { acceptedBytes: 532_480 },
  })
  const moved = samples(2300, 3500, 4096)
  t.match(judge(story(run, moved, samples(3500, 8000, 8192), stood)), {
    outcome: 'fail',
    because: /for 4\.5 s after 8 KiB/,
  })
})

t.test('a background job need not end', async t => {
  t.match(judge(story(run, loop(2100, 3900), exited(3600), end(4000))), { outcome: 'pass' })
})

t.test('what may have another cause is no stuck writer', async t => {
  const doubtful = (...rest: readonly Part[]) => judge(story(run, ...rest))
  t.match(judge(story(begin(), well(1000, 8600), end(8600))), {
    outcome: 'inconclusive',
    because: /no writer/,
  })
  t.match(doubtful(stood), { outcome: 'inconclusive', because: /never sampled/ })
  t.match(doubtful(still, exited(7900, 1), stood), { outcome: 'inconclusive', because: /with an error/ })
  t.match(doubtful(samples(2300, 4000, 1), stood), { because: /no longer sampled/ })
  t.match(doubtful(still, cut(5000, 'timeout'), end(8600)), { because: /less than the limit/ })
  t.match(doubtful(still, died(8000), cut(8001, 'exit'), end(8600)), { because: /QEMU ended/ })
  t.match(doubtful(samples(2300, 8000, 1, { state: 'R' }), stood), { because: /not blocked when last seen/ })
  const sleeps = { waitsIn: 'hrtimer_nanosleep' }
  t.match(doubtful(samples(2300, 8000, 1, sleeps), stood), { because: /not blocked/ }, 'its own wish')
})

t.test('neither is one on a starved host, nor one whose guest fell silent', async t => {
  const beatsOnly = well(1000, 8600).filter(({ kind }) => kind !== 'cpu')
  const starved = host(2000, 8600, 90).filter(({ kind }) => kind === 'cpu')
  t.match(judge(story(begin(), beatsOnly, starved, started(2200), still, stood)), { because: /starved/ })
  const silent = [begin(), well(1000, 4000), host(4000, 8600), started(2200)]
  t.match(judge(story(silent, still, stood)), { outcome: 'inconclusive', because: /fell silent/ })
})
