import t from 'tap'
import { UsageError } from '../model/errors.ts'
import { inShard, shardFrom, type Weighed } from './shards.ts'

const items = (count: number, seconds: (index: number) => number | null = () => null): Weighed[] =>
  Array.from({ length: count }, (_, index) => ({ key: `case-${index}`, seconds: seconds(index) }))
const dealt = (all: readonly Weighed[], of: number) =>
  Array.from({ length: of }, (_, index) => inShard(all, { index: index + 1, of }))
const sum = (shard: readonly Weighed[]) => shard.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0)

void t.test('every item is in exactly one shard, in its order, however many there are', async t => {
  for (const seconds of [() => null, (index: number) => (index * 7919) % 60, () => 0]) {
    for (const count of [0, 1, 2, 5, 44]) {
      const all = items(count, seconds)
      for (const of of [1, 2, 3, 7]) {
        const shards = dealt(all, of)
        t.strictSame(
          shards
            .flat()
            .map(({ key }) => key)
            .sort(),
          all.map(({ key }) => key).sort(),
        )
        for (const shard of shards)
          t.strictSame(
            shard,
            all.filter(item => shard.includes(item)),
          )
      }
    }
  }
})

void t.test('the order of the items changes nothing', async t => {
  const all = items(20, index => (index % 3 === 0 ? null : index % 5))
  const keys = (shard: readonly Weighed[]) => shard.map(({ key }) => key).sort()
  t.strictSame(keys(inShard(all.toReversed(), { index: 2, of: 3 })), keys(inShard(all, { index: 2, of: 3 })))
})

void t.test('balanced by seconds, or by number if no durations are known', async t => {
  for (const shard of dealt(items(44), 3)) t.ok(Math.abs(shard.length - 44 / 3) < 1, `${shard.length}`)
  const [long = [], short = []] = dealt(
    items(9, index => (index === 4 ? 80 : 10)),
    2,
  )
  t.strictSame([long, short].map(sum).sort(), [80, 80])
  for (const shard of dealt(
    items(40, index => 5 + ((index * 13) % 29)),
    4,
  ))
    t.ok(Math.abs(sum(shard) - sum(items(40, index => 5 + ((index * 13) % 29))) / 4) < 6, `${sum(shard)}`)
})

void t.test('1/3', async t => {
  t.strictSame(shardFrom('3/3'), { index: 3, of: 3 })
  for (const text of ['0/3', '4/3', '1', '1/0', '-1/2', '1/2/3', '', '1/1001'])
    t.throws(() => shardFrom(text), UsageError)
  t.throws(() => shardFrom('4/3'), { message: /^--shard: expected I\/N such as 1\/3 .*got '4\/3'$/ })
})
