import t from 'tap'
import {
  at,
  begin,
  cut,
  died,
  end,
  exited,
  host,
  type Part,
  peer,
  read,
  samples,
  story,
  well,
} from '../stories/story.fixture.ts'
import { resumes } from './resumes.ts'

const judge = resumes().judge
const fits = 720_896
const blocked = [begin(), well(1000, 8600), samples(2300, 3600, fits)]
const still = samples(3600, 8000, fits)
const reading = peer(3600, 'reading')
const stood = [cut(8000, 'standstill'), end(8600)]

t.test('a writer that goes on, or ends well, has resumed', async t => {
  t.match(judge(story(blocked, reading, samples(3750, 3800, fits + 1), end(8600))), {
    outcome: 'pass',
    because: /150 ms/,
  })
  t.match(judge(story(blocked, reading, exited(3650), end(8600))), { outcome: 'pass' })
})

t.test('a writer that stands while the host reads is stuck', async t => {
  t.match(judge(story(blocked, reading, still, read(3650, 10), stood)), { outcome: 'fail', symptom: 'stuck' })
  t.match(
    judge(story(blocked, reading, still, end(8600))),
    { outcome: 'fail', symptom: 'stuck' },
    'without a cut',
  )
})

t.test('a blocked writer that ended before the host read is not the one that resumes', async t => {
  const next = (...parts: readonly Part[]) =>
    story(parts).map(fact => ('job' in fact ? { ...fact, job: 'job2' } : fact))
  const before = [begin(), well(1000, 8600), samples(2300, 3000, fits), exited(3100, 1)]
  const fresh = next(samples(3200, 4000, 100))
  const late = peer(4100, 'reading')
  t.match(judge(story(before, fresh, late, next(exited(4200)), end(8600))), { outcome: 'pass' })
  t.match(judge(story(before, fresh, late, next(samples(4100, 8000, 100)), read(4150, 10), stood)), {
    outcome: 'fail',
    symptom: 'stuck',
  })
  t.match(judge(story(before, late, end(8600))), { outcome: 'inconclusive', because: /ended with an error/ })
})

t.test('a writer that crept on before the host read, and then stands, is stuck', async t => {
  const crept = [samples(3650, 4000, fits + 1000), peer(4050, 'reading'), samples(4100, 8900, fits + 1000)]
  t.match(judge(story(blocked, crept, read(4100, 10), cut(8950, 'standstill'), end(9500))), {
    outcome: 'fail',
    symptom: 'stuck',
  })
})

t.test('a writer that goes on, and then stands again for good, is stuck', async t => {
  const again = [reading, samples(3700, 12_000, fits + 1000), read(3700, 1000), well(8600, 12_600)]
  const after = (...rest: readonly Part[]) => judge(story(blocked, again, ...rest, end(12_600)))
  t.match(after(cut(12_000, 'standstill')), {
    ...{ outcome: 'fail', symptom: 'stuck' },
    because: /resumed 100 ms after .* blocked again until the end, at 705 KiB/,
  })
  const other = [peer(2100, 'opened', 'peer2'), cut(12_000, 'standstill')]
  t.equal(after(other).outcome, 'pass', 'the host has another end open and does not read it')
  t.equal(after(peer(3900, 'paused'), cut(12_000, 'standstill')).outcome, 'pass', 'the host stopped reading')
  t.equal(after(peer(3900, 'ended'), cut(12_000, 'standstill')).outcome, 'pass', 'QEMU closed it')
  t.equal(after(cut(12_000, 'timeout')).outcome, 'pass', 'no standstill')
})

t.test('so it is if only the QEMU that it has left has a host that does not read', async t => {
  const moved = [
    peer(2100, 'opened'),
    at(3100, { kind: 'qemu', event: 'holds', process: 2 }),
    at(3200, { kind: 'peer', peer: 'peer2', event: 'opened', process: 2 }),
    peer(3600, 'reading', 'peer2'),
  ]
  const again = [samples(3700, 12_000, fits + 1000), well(8600, 12_600), cut(12_000, 'standstill')]
  t.match(judge(story(blocked, moved, again, end(12_600))), { outcome: 'fail', symptom: 'stuck' })
})

t.test('a writer that goes on only after the cut, when another peer reads too, is stuck', async t => {
  const went = [peer(8010, 'reading', 'peer2'), samples(8100, 8500, fits + 1_000_000)]
  t.match(judge(story(blocked, reading, still, read(3650, 10), cut(8000, 'standstill'), went, end(8600))), {
    outcome: 'fail',
    symptom: 'stuck',
  })
})

t.test('a second client that reads proves nothing while the first may be served', async t => {
  const first = peer(2100, 'opened')
  const second = [peer(2150, 'opened', 'peer2'), peer(3600, 'reading', 'peer2')]
  const waits = judge(story(blocked, first, second, still, stood))
  t.match(waits, { outcome: 'inconclusive', because: /QEMU may have served peer1/ })
  const left = judge(story(blocked, first, peer(2120, 'closed'), second, still, stood))
  t.match(left, { outcome: 'fail', symptom: 'stuck' })
})

t.test('what may have another cause is no stuck writer', async t => {
  const doubtful = (...rest: readonly Part[]) => judge(story(blocked, ...rest)).outcome
  t.equal(doubtful(still, stood), 'inconclusive', 'nobody read')
  t.equal(doubtful(reading, stood), 'inconclusive', 'not measured any more')
  t.equal(doubtful(reading, still, peer(3700, 'closed'), stood), 'inconclusive', 'the host closed')
  t.equal(doubtful(reading, still, cut(5000, 'timeout'), end(8600)), 'inconclusive', 'cut before its time')
  t.equal(doubtful(reading, still, exited(5000, 1), stood), 'inconclusive', 'the writer gave up')
  t.equal(doubtful(reading, still, died(8000), cut(8001, 'exit'), end(8600)), 'inconclusive', 'QEMU ended')
  t.equal(doubtful(reading, samples(3600, 8000, fits, { state: 'R' }), stood), 'inconclusive', 'it runs')
  t.equal(
    doubtful(cut(3500, 'timeout'), reading, still, end(8600)),
    'inconclusive',
    'read only after the cut',
  )
})

t.test('neither is one on a starved host, nor one whose guest fell silent', async t => {
  const beatsOnly = well(1000, 8600).filter(({ kind }) => kind !== 'cpu')
  const starved = host(2000, 8600, 90).filter(({ kind }) => kind === 'cpu')
  t.match(judge(story(begin(), beatsOnly, starved, samples(2300, 3600, fits), reading, still, stood)), {
    outcome: 'inconclusive',
    because: /starved/,
  })
  const silent = [begin(), well(1000, 4000), host(4000, 8600), samples(2300, 3600, fits)]
  t.match(judge(story(silent, reading, still, stood)), { outcome: 'inconclusive', because: /fell silent/ })
})

t.test('what was seen only after a cut, or too early, tells nothing', async t => {
  const grows = samples(3750, 3800, fits + 1)
  t.match(judge(story(blocked, cut(3500, 'freeze'), reading, grows, end(8600))), { outcome: 'inconclusive' })
  const until = (ms: number) => still.filter(({ at }) => at < ms)
  t.match(judge(story(blocked, reading, until(6600), end(6600))), {
    outcome: 'inconclusive',
    because: /less than the limit/,
  })
  t.match(judge(story(blocked, reading, until(4500), stood)), {
    outcome: 'inconclusive',
    because: /no longer sampled/,
  })
})

t.test('a writer that stands in a silence is not stuck', async t => {
  const quiet = story(
    [begin(), well(1000, 7000), samples(2300, 3600, fits), reading, samples(3600, 7000, fits)],
    [host(7000, 8000), cut(8000, 'standstill'), well(8050, 8600), end(8600)],
  )
  t.match(judge(quiet), { outcome: 'inconclusive', because: /the guest fell silent/ })
})

t.test('nor is one whose QEMU somebody stopped', async t => {
  const stopped = story(blocked, reading, still, stood).map(fact =>
    fact.kind === 'cpu' && fact.at > 3600 ? { ...fact, held: 'stopped by a signal (state T)' } : fact,
  )
  t.match(judge(stopped), { outcome: 'inconclusive', because: /QEMU was stopped by a signal/ })
})
