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
} from '../judge/history.fixture.ts'
import { dueCut, isPlain } from './patience.ts'

const plain = (...parts: readonly Part[]) => isPlain(story(begin(), ...parts))
const sent = (total: number) => at(2200, { kind: 'sent', peer: 'peer1', bytes: 1, total, of: 6 })
const reads = samples(2300, 3000, 0).map(sample => ({ ...sample, readBytes: 4 }) as const)
const opening = at(2900, { kind: 'step', step: 1, edge: 'begin', text: 'host opens the chardev' })

t.test('where it is plain that nothing will come the limit is that for a standstill', async t => {
  t.equal(plain(started(2200), samples(2300, 3000, 5)), true, 'a blocked writer')
  t.equal(plain(started(2200), exited(2300), peer(2400, 'ended')), true, 'an ended stream')
  t.equal(plain(started(2200), sent(4), reads), true, 'a reader, and bytes that are not taken')
})

t.test('what is only late is waited for', async t => {
  const writes = [started(2200), samples(2300, 3000, 5)]
  t.equal(plain(writes, exited(3100)), false, 'a writer that is done')
  t.equal(
    plain(started(2200), samples(2300, 3000, 5, { waitsIn: 'hrtimer_nanosleep' })),
    false,
    'one that sleeps',
  )
  t.equal(plain(started(2200), sent(6), reads), false, 'a reader, when all was taken')
  t.equal(plain(writes, opening), false, 'a host that is not in yet')
})

t.test('what may be late is cut later, by the time of a fair host', async t => {
  const due = (now: number, ...parts: readonly Part[]) =>
    dueCut(story(begin(), started(2200), ...parts), now, 3000, limits)?.by ?? null
  const done = [exited(2900), well(1000, 40_000)]
  t.equal(due(8000, done), null)
  t.equal(due(13_700, done), 'standstill')
  t.equal(due(8000, samples(2300, 8000, 5), well(1000, 8000)), 'standstill', 'a blocked writer')
  const starved = [exited(2900), beats(1000, 60_000), host(2000, 60_000, 60)]
  t.equal(due(13_700, starved), null, 'a starved host')
  t.equal(due(45_100, starved), 'standstill', 'but not for ever')
})
