import t from 'tap'
import { playOrder } from './play-order.ts'

void t.test('each once before any repeat, the longest first', async t => {
  const play = (id: string, repeat: number, seconds: number | null) => ({ id, repeat, seconds })
  const plays = [play('a', 1, 5), play('a', 2, 5), play('b', 1, 30), play('b', 2, 30), play('c', 1, null)]
  t.strictSame(
    playOrder(plays, ({ seconds }) => seconds).map(({ id, repeat }) => `${id}${repeat}`),
    ['b1', 'a1', 'c1', 'b2', 'a2'],
  )
  const once: { id: string; repeat?: number }[] = [{ id: 'x' }, { id: 'y' }]
  t.strictSame(
    playOrder(once, () => null),
    once,
  )
})
