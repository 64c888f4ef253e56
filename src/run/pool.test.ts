import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { pool } from './pool.ts'

t.test('at most that many at a time, each once, started in order', async t => {
  const begun: number[] = []
  let now = 0
  let most = 0
  await pool([1, 2, 3, 4, 5, 6, 7], 3, async item => {
    begun.push(item)
    most = Math.max(most, ++now)
    await delay(item % 3)
    now--
  })
  t.same(begun, [1, 2, 3, 4, 5, 6, 7])
  t.equal(most, 3)
  await pool([], 3, () => Promise.reject(new Error('there is nothing')))
})

t.test('after a failure nothing starts, and what runs is awaited', async t => {
  const ended: number[] = []
  const work = async (item: number) => {
    await delay(item === 1 ? 1 : 20)
    if (item === 1) throw new Error('one')
    ended.push(item)
  }
  await t.rejects(pool([1, 2, 3], 2, work), { message: 'one' })
  t.same(ended, [2])
})
