import t from 'tap'
import { begin, end, exited, samples, started, story, well } from '../stories/story.fixture.ts'
import { wouldBlock } from './would-block.ts'

const { judge } = wouldBlock()
const full = [begin(), well(1000, 6000), started(2200), samples(2300, 3000, 500_000)].flat()
const command = 'echo lost | /usr/bin/dd oflag=nonblock of=/dev/virtio-ports/test0 bs=5'
const nonblocking = { at: 3500, kind: 'job', job: 'job2', event: 'started', command } as const
const said = (text: string) => ({ at: 3600, kind: 'job', job: 'job2', event: 'said', text }) as const
const refused = said("/usr/bin/dd: error writing '/dev/virtio-ports/test0': Resource temporarily unavailable")

void t.test('EAGAIN on a port that was seen full', async t => {
  t.match(judge(story(full, nonblocking, refused, end(6000))), {
    outcome: 'pass',
    because: 'it got EAGAIN 100 ms after its start',
  })
  const early = [begin(), well(1000, 6000), nonblocking, refused, end(6000)].flat()
  t.match(judge(story(early)), { outcome: 'inconclusive', because: /nothing shows that the port was full/ })
})

void t.test('a writer that sleeps all the same', async t => {
  const sleeps = samples(3600, 5000, 0).map(fact => ({ ...fact, job: 'job2' }))
  t.match(judge(story(full, nonblocking, sleeps, end(6000))), {
    outcome: 'fail',
    because: 'it slept in wait_port_writable instead of getting EAGAIN',
  })
})

void t.test('a writer that could write, failed otherwise or was none', async t => {
  const ended = (code: number) => ({ ...exited(3700), job: 'job2', code })
  t.match(judge(story(full, nonblocking, ended(0), end(6000))), {
    outcome: 'inconclusive',
    because: /status 0/,
  })
  const broken = said("/usr/bin/dd: error writing '/dev/virtio-ports/test0': No such device")
  t.match(judge(story(full, nonblocking, broken, ended(1), end(6000))), { outcome: 'inconclusive' })
  t.match(judge(story(full, nonblocking, end(6000))), { outcome: 'inconclusive', because: /did not end/ })
  t.match(judge(story(full, end(6000))), { outcome: 'inconclusive', because: /no writer opened/ })
})
