import t from 'tap'
import { payloadChunks } from '../../model/case/payload-chunks.ts'
import type { Observation, Segment } from '../../model/contract/observation.ts'
import { Content } from '../../run/stage/content.ts'
import { numbered } from '../../scenario/numbered.ts'
import { counting, text, zeros } from '../content/payload.ts'
import {
  at,
  begin,
  content,
  cut,
  end,
  exited,
  host,
  lines,
  other,
  type Part,
  peer,
  samples,
  started,
  story,
  well,
  zeroBytes,
} from '../stories/story.fixture.ts'
import { intact } from './intact.ts'

const payload = counting({ lines: 1000 })
const run = [
  begin(),
  well(1000, 18_600),
  started(2100),
  peer(2050, 'opened'),
  peer(2150, 'reading'),
  end(18_600),
]
const judge = (segments: readonly Segment[], ...rest: readonly Part[]) =>
  intact(payload).judge(story(run, exited(2200), ...rest, content(18_500, segments)))

t.test('the counting payload is what seq -w prints', async t => {
  t.match(counting({ lines: 9 }), { bytes: 18, width: 2 })
  t.match(counting({ lines: 500_000 }), { bytes: 3_500_000, width: 7 })
  t.throws(() => counting({ lines: 1.5 }), /whole|number of lines/)
  t.equal(zeros('64 MiB').bytes, 67_108_864)
})

const wrote = (bytes: number) =>
  at(2190, { kind: 'job', job: 'job1', event: 'said', text: `${bytes} bytes (${bytes}B) copied, 1 s` })

t.test('what came again may have been written again', async t => {
  const again = [lines(0, 1, 1000, 5), lines(5000, 901, 1000, 5)]
  t.match(judge(again, wrote(5000)), { outcome: 'fail', symptom: 'doubled' })
  t.match(judge(again, wrote(5500)), { outcome: 'inconclusive', because: /wrote 5500/ })
  t.match(judge(again), { outcome: 'inconclusive', because: /not known/ })
  const early = samples(2150, 2190, 5000)
  t.match(judge(again, early), { outcome: 'inconclusive', because: /not known/ }, 'it may have gone on')
})

t.test('faults inside the stream are losses, named with their offset', async t => {
  const because = (...segments: readonly Segment[]) => {
    const { outcome, symptom, because } = judge(segments, wrote(5000))
    return `${outcome} ${symptom}: ${because}`
  }
  t.match(because(lines(0, 2, 1000, 5)), /fail loss: line 1 missing at offset 0 \(5 bytes\)/)
  t.match(because(lines(0, 1, 1000, 5), lines(5000, 1, 1000, 5)), /lines 1 to 1000 came again at offset 5000/)
  t.match(
    because(lines(0, 1, 1000, 5), zeroBytes(7, 5000)),
    /7 bytes of something else at offset 5000: zeros/,
  )
  t.match(because(lines(0, 1, 99, 5), other(495, '01'), lines(497, 150, 1000, 5)), /lines 100 to 149 missing/)
  t.match(
    because(lines(0, 1, 99, 5), other(495, '01'), lines(497, 100, 1000, 5)),
    /line 100 broken off at offset 497/,
  )
  t.match(
    because(lines(0, 1, 100, 5), lines(500, 101, 101, 6), lines(506, 102, 1000, 5)),
    /6 bytes of something else/,
  )
  t.match(because(lines(0, 1, 1000, 5), lines(5000, 1001, 1001, 5)), /something else at offset 5000/)
  t.match(
    because(
      lines(0, 1, 10, 5),
      lines(50, 12, 12, 5),
      lines(55, 14, 14, 5),
      lines(60, 16, 16, 5),
      lines(65, 18, 18, 5),
    ),
    /; 1 more/,
  )
})

t.test('a payload over two peers, cut within a line, is whole', async t => {
  const two = (second: readonly Segment[]) =>
    intact(payload).judge(
      story(
        run,
        peer(4000, 'opened', 'peer2'),
        content(18_500, second, 'peer2'),
        content(18_501, [lines(0, 1, 100, 5), other(500, '01')]),
      ),
    )
  t.match(two([lines(0, 1, 1, 3), lines(3, 102, 1000, 5)]), {
    outcome: 'pass',
    numbers: { drainedBytes: 5000 },
  })
  t.match(two([lines(0, 1, 1, 3), lines(3, 103, 1000, 5)]).because, /line 102 missing at offset 505/)
  t.match(two([lines(0, 2, 2, 3), lines(3, 102, 1000, 5)]), { outcome: 'fail', symptom: 'loss' })
})

t.test('what comes again, and nothing else, is doubled', async t => {
  const more = intact(zeros('1 KiB')).judge(story(run, wrote(1024), content(18_500, [zeroBytes(1030)])))
  t.match(more, {
    outcome: 'fail',
    symptom: 'doubled',
    because: /6 bytes more than were written, at offset 1024/,
  })
})

t.test('a stream that goes back amid a line is doubled; one that also skips is a loss', async t => {
  const whole = Array.from({ length: 1000 }, (_, n) => `${String(n + 1).padStart(4, '0')}\n`).join('')
  const symptom = (...parts: readonly string[]) => {
    const stream = new Content()
    for (const part of parts) stream.push(Buffer.from(part))
    return judge(stream.describe().segments, wrote(5000)).symptom
  }
  for (const [to, from] of [
    [2000, 1000],
    [2003, 1001],
    [2001, 1004],
    [4321, 17],
    [2503, 2498],
    [3000, 998],
  ] as const)
    t.equal(symptom(whole.slice(0, to), whole.slice(from)), 'doubled', `${to} to ${from}`)
  t.equal(symptom(whole.slice(0, 2003), whole.slice(1001, 3000), whole.slice(3100)), 'loss')
  t.equal(symptom(whole.slice(0, 2003), whole.slice(2111)), 'loss')
  t.equal(symptom(whole.slice(0, 2003), whole.slice(2503, 3001), whole.slice(2003, 2503)), 'loss')
  t.equal(symptom(whole.slice(0, 2003), 'x', whole.slice(1001)), 'loss')
})

t.test('a text, and a block that broke off behind it, are right so far', async t => {
  const blocks = numbered('1 MiB').payload
  const stream = new Content()
  stream.push(Buffer.from(`foo\n${'0'.repeat(20_000)}`))
  const { segments } = stream.describe()
  const cutShort = [run, cut(18_000, 'timeout'), content(18_500, segments)]
  const judged = intact(text('foo\n'), blocks).judge(story(cutShort))
  t.match(judged, { outcome: 'inconclusive', because: /19\.5 KiB of 1 MiB arrived, intact so far/ })
})

t.test('each end of a hub gets all of it: one may be behind', async t => {
  const blocks = numbered('1 MiB').payload
  const some = (to: number): Segment => ({
    ...{ kind: 'count', offset: 0, length: to * 65_536, width: 65_536, first: 1, last: to },
  })
  const two = (one: number, other: number) =>
    intact(blocks, blocks).judge(
      story(
        ...[run, peer(2060, 'opened', 'peer2'), cut(18_000, 'timeout')],
        ...[content(18_400, [some(one)]), content(18_500, [some(other)], 'peer2')],
      ),
    )
  t.match(two(10, 10), { outcome: 'inconclusive', because: /1\.25 MiB of 2 MiB arrived, intact so far/ })
  t.match(two(10, 16), { outcome: 'inconclusive' })
  t.match(two(16, 16), { outcome: 'pass' })
})

t.test('a block lost and another of the same size doubled is a loss', async t => {
  const { payload } = numbered('1 MiB')
  const stream = new Content()
  const blocks = [...payloadChunks(payload)]
  for (const [index, block] of blocks.entries()) {
    if (index !== 3) stream.push(block)
    if (index === 7) stream.push(block)
  }
  const history = story(run, exited(2200), content(18_500, stream.describe().segments))
  const judged = intact(payload).judge(history)
  t.match(judged, { outcome: 'fail', symptom: 'loss', because: /line 4 missing.*line 8 came again/ })
})

t.test('a missing end is a failure only when all was written and the host read to the end', async t => {
  const short = [lines(0, 1, 900, 5), other(4500, '09')]
  const stood = cut(18_000, 'standstill')
  t.match(judge(short, stood), {
    outcome: 'fail',
    symptom: 'stuck',
    because: /last 498 of 5000 bytes are missing at offset 4502/,
  })
  t.match(judge(short), { outcome: 'inconclusive' }, 'the script stopped reading')
  t.match(judge(short, cut(18_000, 'timeout')), { outcome: 'inconclusive' })
  t.match(judge(short, stood, peer(3000, 'closed')), { outcome: 'inconclusive' }, 'the host had closed')
  const said = at(2190, { kind: 'job', job: 'job1', event: 'said', text: '4502 bytes (4.4KB) copied, 1 s' })
  t.match(judge(short, stood, said), { outcome: 'inconclusive', because: /only seen to write/ })
  t.match(judge(short, peer(17_000, 'ended')), { symptom: 'loss' }, 'QEMU ended the connection')
  t.match(
    intact(payload).judge(
      story(
        begin(),
        well(1000, 9000),
        started(2100),
        exited(2200),
        peer(2150, 'reading'),
        cut(8800, 'standstill'),
        content(8900, short),
        end(9000),
      ),
    ),
    { because: /late.*only/ },
    'it may be late',
  )
  const late = at(12_000, { kind: 'read', peer: 'peer1', bytes: 2, total: 4502 })
  t.match(judge(short, stood, late), { outcome: 'inconclusive', because: /late/ })
  const reads = (bytes: number) =>
    at(2300, { kind: 'step', step: 3, edge: 'begin', text: `peer1 reads ${bytes} bytes` })
  t.match(judge(short, stood, reads(5000)), { symptom: 'stuck' })
  const due = /last 98 of 4600 bytes are missing/
  t.match(judge(short, stood, reads(4600)), { symptom: 'stuck', because: due }, 'of what was due by then')
  const idles = at(2300, { kind: 'step', step: 3, edge: 'begin', text: 'job2 ends with status 0' })
  t.match(judge(short, stood, idles), { because: /not come to its end/ }, 'more was to be written later')
  t.match(judge(short, stood, samples(2100, 2190, 4502)), { because: /only seen to write/ })
  const unended = (...rest: readonly Part[]) =>
    intact(payload).judge(story(run, stood, content(18_500, short), ...rest))
  t.match(unended(), { outcome: 'inconclusive', because: /not done/ })
  t.match(unended(exited(2200, 1)), { outcome: 'inconclusive' })
  t.match(unended(samples(2100, 2300, 5000)), { outcome: 'fail', symptom: 'stuck' })
})

t.test('a missing end is lost when what the guest wrote later came, and stuck when not', async t => {
  const short = [lines(0, 1, 900, 5)]
  const wrote = at(18_100, { kind: 'marker', by: 'guest', text: 'x\n' })
  const came = (ms: number, ...texts: readonly string[]) =>
    ({
      ...content(
        ms,
        texts.map(text => other(0, text, 2)),
      ),
      afterMarker: true,
    }) as const
  const verdict = (...parts: readonly Part[]) => judge(short, cut(18_000, 'standstill'), ...parts)
  const nor = /nor did a line come that the guest was to write/
  t.match(verdict(wrote, came(18_400, 'x\\x0a')), {
    symptom: 'loss',
    because: /a line came that the guest wrote/,
  })
  t.match(verdict(wrote, came(18_400), well(18_600, 21_200)), { symptom: 'stuck', because: nor })
  t.match(
    verdict(wrote, came(18_400)),
    { outcome: 'inconclusive', because: /for only 396 ms/ },
    'interrupted',
  )
  t.match(verdict(wrote, came(18_400, 'y\\x0a')), {
    symptom: 'stuck',
    because: /only once the guest had written again/,
  })
  t.match(verdict(came(18_400)), { symptom: 'stuck' }, 'it was not written')
  const held = at(18_200, { kind: 'marker', by: 'guest', text: '' })
  t.match(verdict(wrote, held, came(18_400)), { outcome: 'inconclusive', because: /open the port again/ })
  t.match(
    verdict(wrote, came(18_400, ...Array<string>(250).fill('y\\x0a'))),
    { outcome: 'inconclusive', because: /came later, and no line after them/ },
    'all came by itself',
  )
})

t.test('of several ends, those count from which the host read, and of a hub all', async t => {
  const line = {
    kind: 'content',
    sha256: '',
    bytes: 2,
    segments: [other(0, 'x\\x0a', 2)],
    cutShort: false,
  } as const
  const nothing = { ...line, bytes: 0, segments: [] } as const
  const short = [lines(0, 1, 900, 5)]
  const after = [
    at(18_400, { ...line, peer: 'peer1', afterMarker: true }),
    at(18_400, { ...nothing, peer: 'peer2', afterMarker: true }),
  ]
  const verdict = (chardev: string, event: 'opened' | 'reading') => {
    const [named, ...rest] = run.flat()
    const two = [peer(2060, 'opened', 'peer2'), ...(event === 'reading' ? [peer(2160, event, 'peer2')] : [])]
    const wrote = at(18_100, { kind: 'marker', by: 'guest', text: 'x\n' })
    const stood = [
      well(18_600, 21_200),
      cut(18_000, 'standstill'),
      peer(18_200, 'reading', 'peer2'),
      wrote,
      ...after,
    ]
    const told = { ...named, chardev } as Observation
    return intact(payload).judge(
      story(told, rest, two, exited(2200), stood, content(18_500, short), content(18_500, [], 'peer2')),
    )
  }
  t.match(verdict('unix server', 'reading'), { symptom: 'loss' }, 'QEMU serves one client')
  t.match(verdict('hub of unix', 'reading'), { symptom: 'stuck' }, 'a hub serves all')
  t.match(judge(short, cut(18_000, 'standstill')), { symptom: 'stuck' })
})

t.test('without content, or with more of it than is listed, nothing is said', async t => {
  t.match(intact(payload).judge(story(run)), { outcome: 'inconclusive' })
  const unlisted = at(18_500, {
    kind: 'content',
    peer: 'peer1',
    bytes: 5000,
    sha256: '',
    segments: [lines(0, 1, 10, 5)],
    cutShort: true,
  })
  const all = story(run, exited(2200), cut(18_000, 'standstill'), unlisted)
  t.match(intact(payload).judge(all), { outcome: 'inconclusive', because: /not described/ })
})

t.test('a missing end of a guest that fell silent is no loss', async t => {
  const silent = [
    begin(),
    well(1000, 3010),
    host(3010, 18_600),
    started(2100),
    exited(2200),
    peer(2050, 'opened'),
    peer(2150, 'reading'),
  ]
  const history = story(
    silent,
    cut(18_000, 'standstill'),
    content(18_500, [lines(0, 1, 900, 5)]),
    end(18_600),
  )
  t.match(intact(payload).judge(history), { outcome: 'inconclusive', because: /fell silent/ })
})
