import t from 'tap'
import { Content } from '../../run/stage/content.ts'
import { everyByte } from '../../scenario/every-byte.ts'
import { findDamage } from './damage.ts'

const { payload } = everyByte()
const all = Buffer.from(payload.text, 'latin1')

/** What is wrong with a stream, which came in pieces of this size. */
function damage(bytes: Buffer, piece = 4096) {
  const content = new Content()
  for (let at = 0; at < bytes.length; at += piece) content.push(bytes.subarray(at, at + piece))
  return findDamage(content.describe().segments, [payload])
}

void t.test('every byte value is among them, 16 times', t => {
  for (let value = 0; value < 256; value++) t.equal(all.filter(byte => byte === value).length, 16)
  t.end()
})

void t.test('all of them, in pieces of any size, are right', async t => {
  for (const piece of [1, 7, 255, 4096])
    t.same(damage(all, piece), { faults: [], goodBytes: 4096 }, `${piece}`)
  t.same(damage(all.subarray(0, 1000)), { faults: [], goodBytes: 1000 })
})

void t.test('one byte that is missing, repeated, added or another is named with its offset', async t => {
  const before = all.subarray(0, 255)
  const after = all.subarray(256)
  const named = (...parts: readonly Buffer[]) => damage(Buffer.concat(parts)).faults
  t.same(named(before, after), [{ text: '1 bytes missing at offset 255: 0xff', again: false }])
  t.same(named(before, Buffer.of(255, 255), after), [{ text: '0xff repeated at offset 256', again: true }])
  t.same(named(before, Buffer.of(13), all.subarray(255)), [
    { text: '0x0d added at offset 255', again: false },
  ])
  t.same(named(before, Buffer.of(63), after), [
    { text: '0x3f at offset 255 where 0xff was written', again: false },
  ])
  t.match(named(all, Buffer.of(1)), [{ text: '1 bytes more than were written, at offset 4096: 0x01' }])
  t.match(named(before, all.subarray(1000)), [{ text: /^745 bytes missing at offset 255: 0xff / }])
})
