import t from 'tap'
import { Content } from '../../run/stage/content.ts'
import { findDamage as damageOf } from './damage.ts'
import { counting, testLines, text, zeros } from './payload.ts'

function findDamage(...given: Parameters<typeof damageOf>) {
  const { faults, goodBytes } = damageOf(...given)
  return { faults: faults.map(({ text }) => text), goodBytes }
}

function segmentsOf(...chunks: (string | Buffer)[]) {
  const content = new Content()
  for (const chunk of chunks) content.push(Buffer.from(chunk))
  return content.describe().segments
}

const loop = testLines(1, 30)
const lines = (first: number, last: number) => testLines(first, last).text

t.test('a short text is compared letter by letter', async t => {
  const damage = (got: string) => findDamage(segmentsOf(got), [loop])
  t.same(damage(loop.text), { faults: [], goodBytes: loop.bytes })
  t.same(damage(lines(1, 9)), { faults: [], goodBytes: 63 }, 'an end that is missing is no fault')
  t.match(damage(lines(1, 9) + lines(12, 30)).faults, [/^16 bytes missing at offset 63: .*test 10/])
  t.match(damage(lines(1, 9) + lines(12, 20)).faults, [/^16 bytes missing at offset 63/], 'and then short')
  t.match(damage(lines(1, 9) + lines(5, 30)).faults, [/test 5.* repeated at offset 63/])
  t.match(damage(lines(1, 9) + lines(11, 11) + lines(10, 10) + lines(12, 30)).faults, [/late at offset 63/])
  t.match(damage(`${lines(1, 9)}<script>\n${lines(10, 30)}`).faults, [
    /unexpected data at offset 63: .*script/,
  ])
  t.match(damage(`${loop.text}more\n`).faults, [/^5 bytes more/])
  t.match(damage(`${lines(1, 9)}\0${lines(10, 30)}`).faults, [/zeros/])
})

t.test('a text is doubled when it only goes back to a line', async t => {
  const again = (got: string) => damageOf(segmentsOf(got), [loop]).faults.map(({ again }) => again)
  t.same(again(lines(1, 9) + lines(5, 30)), [true])
  t.same(again(lines(1, 9) + lines(5, 7) + lines(9, 30)), [false])
  t.same(again(loop.text + lines(30, 30)), [true])
  t.same(again(`${loop.text}more\n`), [false])
})

t.test('one payload behind the other', async t => {
  const parts = [text('foo\n'), zeros('1 KiB')]
  const damage = (...got: (string | Buffer)[]) => findDamage(segmentsOf(...got), parts)
  t.same(damage('foo\n', Buffer.alloc(1024)), { faults: [], goodBytes: 1028 })
  t.same(damage('foo\n', Buffer.alloc(100)), { faults: [], goodBytes: 104 })
  t.same(damage('fo'), { faults: [], goodBytes: 2 })
  t.match(damage(Buffer.alloc(1024)).faults, [/zeros/])
  t.match(damage('foo\nfoo\n', Buffer.alloc(1020)).faults, [/unexpected data at offset 4: .*foo/])
  t.match(damage('foo\n', Buffer.alloc(1025)).faults, [/^1 bytes more than were written, at offset 1028/])
  const counted = [text('9\n'), counting({ lines: 12 })]
  t.same(findDamage(segmentsOf('9\n01\n02\n03\n'), counted), { faults: [], goodBytes: 11 })
  t.match(findDamage(segmentsOf('9\n01\n03\n'), counted).faults, [/line 2 missing at offset 5/])
})
