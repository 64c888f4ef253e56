import { createHash } from 'node:crypto'
import t from 'tap'
import { Content } from './content.ts'

function describe(...chunks: readonly (string | Buffer)[]) {
  const content = new Content()
  for (const chunk of chunks) content.push(Buffer.from(chunk))
  return content.describe()
}

function counting(from: number, to: number): string {
  return Array.from(
    { length: to - from + 1 },
    (_, index) => `${String(from + index).padStart(4, '0')}\n`,
  ).join('')
}

void t.test('an empty chunk changes nothing', async t => {
  t.same(describe('', 'foo', '').segments, [{ kind: 'other', offset: 0, length: 3, sample: 'foo' }])
})

void t.test('zeros, in whole chunks or single bytes, are one segment', async t => {
  const { segments, bytes, sha256 } = describe(Buffer.alloc(70_000), Buffer.alloc(1), Buffer.alloc(29_999))
  t.same(segments, [{ kind: 'zeros', offset: 0, length: 100_000 }])
  t.equal(bytes, 100_000)
  t.equal(sha256, createHash('sha256').update(Buffer.alloc(100_000)).digest('hex'))
})

void t.test('a counting payload is one segment for any chunk size', async t => {
  const text = counting(1, 2000)
  const whole = [{ kind: 'count', offset: 0, length: 10_000, width: 5, first: 1, last: 2000 }]
  for (const at of [1, 4, 5, 4999, 9999]) t.same(describe(text.slice(0, at), text.slice(at)).segments, whole)
})

void t.test('lost, doubled and foreign bytes start new segments at their offsets', async t => {
  const lost = describe(counting(1, 10), counting(21, 30)).segments
  t.same(
    lost.map(part => (part.kind === 'count' ? [part.offset, part.first, part.last] : part)),
    [
      [0, 1, 10],
      [50, 21, 30],
    ],
  )
  const torn = describe(counting(1, 2), '00', counting(4, 5)).segments
  t.same(
    torn.map(part => part.kind),
    ['count', 'count', 'count'],
    'a torn line has another width',
  )
  const foreign = describe(counting(1, 2), 'x\x1b[2J', counting(3, 4)).segments
  // The number behind it does not stand at the beginning of its line any more.
  t.match(foreign[1], { kind: 'other', offset: 10, length: 10, sample: 'x\\x1b[2J0003\\x0a' })
  t.match(foreign[2], { kind: 'count', offset: 20, first: 4, last: 4 })
  t.match(describe(Buffer.alloc(3), 'ab', Buffer.alloc(3)).segments, [
    { kind: 'zeros', length: 3 },
    { kind: 'other', offset: 3, length: 2, sample: 'ab' },
    { kind: 'zeros', offset: 5, length: 3 },
  ])
})

void t.test('an incomplete line counts as something else', async t => {
  t.match(describe(counting(1, 2), '00').segments, [
    { kind: 'count', length: 10 },
    { kind: 'other', offset: 10, length: 2, sample: '00' },
  ])
})

void t.test('a stream that changes all the time is truncated and marked', async t => {
  const { segments, cutShort, bytes } = describe(Buffer.alloc(10_000, Buffer.from([0, 65])))
  t.equal(segments.length, 200)
  t.equal(cutShort, true)
  t.equal(bytes, 10_000)
})

void t.test('a gap, a repeat and a foreign byte among many lines are found at their offsets', async t => {
  const text = [
    counting(1, 4000),
    counting(4005, 6000),
    counting(5999, 7000),
    'x',
    counting(7001, 9999),
  ].join('')
  const { segments } = describe(text)
  t.same(
    segments.map(part =>
      part.kind === 'count' ? [part.offset, part.first, part.last] : [part.offset, part.kind],
    ),
    [
      [0, 1, 4000],
      [20_000, 4005, 6000],
      [29_980, 5999, 7000],
      [34_990, 'other'],
      [34_996, 7002, 9999],
    ],
  )
  t.equal(describe(...text).sha256, describe(text).sha256)
  t.same(describe(...text).segments, segments, 'however the chunks are cut')
})

void t.test('lines as long as blocks are one segment for any chunk size', async t => {
  const line = (number: number) => `${String(number).padStart(65_535, '0')}\n`
  const text = [1, 2, 3, 4].map(line).join('')
  const whole = [{ kind: 'count', offset: 0, length: 262_144, width: 65_536, first: 1, last: 4 }]
  for (const at of [1, 65_535, 65_536, 65_537, 150_000]) {
    t.same(describe(text.slice(0, at), text.slice(at)).segments, whole, `cut at ${at}`)
  }
  const damaged = describe(text.slice(0, 100_000), text.slice(100_100)).segments
  t.match(damaged, [
    { kind: 'count', first: 1, last: 1 },
    { kind: 'count', offset: 65_536, width: 65_436, first: 2, last: 2 },
    { kind: 'count', width: 65_536, first: 3, last: 4 },
  ])
  t.match(describe(text.slice(0, 200_000)).segments[1], { kind: 'other', length: 3392, number: undefined })
  t.match(describe(text.slice(0, 190_000)).segments[1], { kind: 'other', length: 58_928, number: 0 })
  t.match(describe(`${'1'.repeat(400)}\n`).segments, [{ kind: 'other', length: 401 }])
})

void t.test(
  'a long line that ends amid it comes before what follows it, even in a chunk of its own',
  async t => {
    const long = (number: number) => `${String(number).padStart(4999, '0')}\n`
    const [whole, begun, word] = describe(long(1), long(2).slice(0, 4500), 'word\n').segments
    t.match(whole, { kind: 'count', offset: 0, length: 5000 })
    t.match(begun, { kind: 'other', offset: 5000, length: 4500, number: 0 })
    t.same(word, { kind: 'other', offset: 9500, length: 5, sample: 'word\\x0a' })
  },
)
