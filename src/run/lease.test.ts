import t from 'tap'
import { Lease } from './lease.ts'

void t.test('all releases run, last in first out, and none masks the first error', async t => {
  const released: number[] = []
  const lease = new Lease()
  lease.add(() => released.push(1))
  lease.add(() => {
    released.push(2)
    throw new Error('second')
  })
  lease.add(() => Promise.reject(new Error('third')))
  const error = await lease[Symbol.asyncDispose]().catch((caught: unknown) => caught)
  t.same(released, [2, 1])
  t.match(error, { message: /third/, errors: [{ message: 'third' }, { message: 'second' }] })
})

void t.test('what is added after the lease has ended is released at once', async t => {
  const lease = new Lease()
  await lease[Symbol.asyncDispose]()
  let isReleased = false
  lease.add(() => {
    isReleased = true
  })
  t.ok(isReleased)
})
