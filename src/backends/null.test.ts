import t from 'tap'
import { opening } from './host-end/opening.fixture.ts'
import { place } from './host-end/place.fixture.ts'
import { nullChardev } from './null.ts'

void t.test('a null chardev cannot be opened, neither live nor on paper', async t => {
  const where = place(t)
  const side = await nullChardev().prepare(where)
  await t.rejects(side.open(opening()), { name: 'UsageError', message: /no host side/ })
  t.throws(() => nullChardev().typed(where).receive(1), { name: 'UsageError' })
  await side.close()
})
