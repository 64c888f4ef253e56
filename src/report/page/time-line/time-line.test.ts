import t from 'tap'
import { storedStory } from '../../../judge/stories/stored-story.fixture.ts'
import {
  at,
  beats,
  begin,
  cut,
  end,
  exited,
  peer,
  read,
  samples,
  started,
  story,
  well,
} from '../../../judge/stories/story.fixture.ts'
import { hostileText } from '../../result.fixture.ts'
import { thinned } from './thinned.ts'
import { timeLineOf } from './time-line.ts'

const lanesOf = (history: ReturnType<typeof story>) =>
  Object.fromEntries((timeLineOf(history, undefined)?.lanes ?? []).map(lane => [lane.name, lane]))
const kinds = (lane: { spans: readonly { kind: string; from: number; to: number }[] } | undefined) =>
  lane?.spans.map(({ kind, from, to }) => `${kind} ${from}-${to}`)

void t.test('a pass: the writer waits, the host holds, then reads, and the beats go on', async t => {
  const line = timeLineOf(storedStory('pass'), undefined)
  t.match(line, { script: 2000, end: 4400, cut: null, freeze: null })
  t.strictSame(
    line?.lanes.map(({ name }) => name),
    ['host', 'job', 'beats: ssh', 'beats: serial', 'QMP'],
  )
  const [host, job, ssh] = line?.lanes ?? []
  t.strictSame(kinds(host), ['holds 2100-3600', 'reads 3600-4400'])
  t.strictSame(kinds(job), ['runs 2200-3900', 'waits 2300-3500', 'waits 3650-3750'])
  t.equal(ssh?.marks.length, 34)
  t.strictSame(ssh?.spans, [])
  t.strictSame(
    line?.curves.map(({ name, at, bytes }) => [name, at[0], bytes.at(-1)]),
    [
      ['guest wrote (sampled)', 2300, 900_000],
      ['host read', 2100, 1_048_576],
    ],
  )
})

void t.test('a freeze: its silence, the cut, and the host that reads at last', async t => {
  const freeze = { startedAtMs: 3037, calledAfterMs: 1763, revived: true, qmpAnswered: false }
  const line = timeLineOf(storedStory('freeze-revived'), freeze)
  t.match(line, { cut: { at: 4800, by: 'freeze' }, freeze: { from: 3037, to: 6040 } })
  const ssh = line?.lanes.find(({ name }) => name === 'beats: ssh')
  t.match(ssh?.spans, [{ kind: 'silence', text: '3.0 s of silence' }])
})

void t.test('a guest that never came back is silent to the end', async t => {
  const freeze = { startedAtMs: 3037, calledAfterMs: 1763, revived: false, qmpAnswered: false }
  t.match(timeLineOf(storedStory('stopped'), freeze), { freeze: { from: 3037, to: 11_100 } })
})

void t.test('steps, a late host, and a step that was cut', async t => {
  const lanes = lanesOf(
    story(
      begin(),
      at(2000, { kind: 'step', step: 1, edge: 'begin', text: 'host opens' }),
      at(2100, { kind: 'step', step: 1, edge: 'end', text: 'host opens' }),
      at(2100, { kind: 'step', step: 2, edge: 'begin', text: `guest starts ${hostileText}` }),
      at(2500, { kind: 'tick', lateMs: 300 }),
      at(2600, { kind: 'cpu', spanMs: 100, ranMs: 5, waitedMs: 80 }),
      cut(3000, 'standstill'),
      end(3100),
    ),
  )
  t.strictSame(kinds(lanes['script']), ['step 2000-2100', 'cut 2100-3100'])
  t.strictSame(kinds(lanes['late host']), ['late 2200-2500', 'starved 2500-2600'])
  const text = lanes['script']?.spans[1]?.text ?? ''
  t.notMatch(text, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  t.ok(text.length <= 200)
})

void t.test('between samples that lie far apart nothing is said', async t => {
  const line = timeLineOf(
    story(
      begin(),
      started(2100),
      samples(2200, 2400, 500),
      samples(4000, 4100, 900),
      exited(4200),
      end(5000),
    ),
    undefined,
  )
  t.strictSame(line?.curves[0]?.at, [2200, 2300, 2301, 4000])
  t.strictSame(line?.curves[0]?.bytes, [500, 500, null, 900])
})

void t.test('several peers are rows of their own, and one curve', async t => {
  const history = story(
    begin(),
    peer(2100, 'opened'),
    read(2200, 10),
    peer(2300, 'closed'),
    peer(2400, 'opened', 'peer2'),
    at(2500, { kind: 'read', peer: 'peer2', bytes: 5, total: 5 }),
    end(2600),
  )
  t.strictSame(kinds(lanesOf(history)['host 1']), ['holds 2100-2300'])
  t.strictSame(kinds(lanesOf(history)['host 2']), ['holds 2400-2600'])
  t.strictSame(timeLineOf(history, undefined)?.curves[0]?.bytes, [0, 10, 10, 15])
})

void t.test('a long journal stays small, and its gaps stay where they are', async t => {
  const hours = 2 * 3600_000
  const history = story(
    begin(),
    beats(1000, hours),
    beats(hours + 10_000, hours + 20_000),
    samples(2200, 600_000, 7),
    end(hours + 20_000),
  )
  const line = timeLineOf(history, undefined)
  const text = JSON.stringify(line)
  t.ok(text.length < 60_000, `${text.length} bytes of ${history.length} observations`)
  const ssh = line?.lanes.find(({ name }) => name === 'beats: ssh')
  t.match(ssh?.spans.length, 1)
  const marks = ssh?.marks ?? []
  t.ok(marks.includes(hours - 100) && marks.includes(hours + 10_000), 'the edges of the gap')
})

void t.test('thinning keeps the first and the last of every stretch', async t => {
  const all = Array.from({ length: 10_000 }, (_, index) => index)
  const few = thinned(all, 100, at => at)
  t.ok(few.length <= 102 && few.length > 90, `${few.length}`)
  t.equal(few[0], 0)
  t.equal(few.at(-1), 9999)
  t.strictSame(
    thinned([3, 3, 3], 2, at => at),
    [3, 3],
    'things of one moment',
  )
  t.strictSame(
    thinned([], 2, at => at),
    [],
  )
})

void t.test('a journal with nothing in it has no time line', async t => {
  t.equal(timeLineOf([], undefined), null)
  t.equal(timeLineOf(begin().slice(0, 1), undefined), null)
  t.match(timeLineOf(story(begin().slice(0, 2), well(1000, 1500)), undefined), { script: null })
})
