import t from 'tap'
import { askedUntil } from './asked-until.ts'

const { signal } = new AbortController()

void t.test('it asks until the answer is as wanted, or the time is over', async t => {
  let asked = 0
  const ask = () => Promise.resolve(++asked)
  t.equal(await askedUntil(ask, answer => answer === 3, { signal }), 3)
  t.equal(await askedUntil(ask, () => false, { signal, forMs: 0 }), 4)
})

void t.test('it ends with the script', async t => {
  const over = AbortSignal.timeout(50)
  const asking = askedUntil(
    () => Promise.resolve(0),
    () => false,
    { signal: over },
  )
  await t.rejects(asking, { name: 'AbortError' })
})
