import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { timeLimit } from './time-limit.ts'

const gc = (globalThis as { gc?: () => void }).gc

void t.test('it fires in spite of the garbage collector', async t => {
  using limit = timeLimit(50, new AbortController().signal)
  const aborted = new Promise(resolve => {
    limit.signal.addEventListener('abort', resolve, { once: true })
  })
  gc?.()
  await Promise.race([aborted, delay(5000, null, { ref: false })])
  t.ok(limit.signal.aborted)
  t.equal(limit.isUp, true)
})

void t.test("the parent's reason is passed on, and does not count as a timeout", async t => {
  const parent = new AbortController()
  using limit = timeLimit(60_000, parent.signal)
  parent.abort(new Error('interrupted'))
  t.match(limit.signal.reason, { message: 'interrupted' })
  t.equal(limit.isUp, false)
  using late = timeLimit(60_000, parent.signal)
  t.ok(late.signal.aborted, 'a parent that has aborted already')
})

void t.test('it never fires once disposed', async t => {
  const limit = timeLimit(10, new AbortController().signal)
  limit[Symbol.dispose]()
  await delay(50)
  t.notOk(limit.signal.aborted)
})
