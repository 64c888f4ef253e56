import t from 'tap'
import { inTurn } from './in-turn.ts'

void t.test('what repeats is named once', t => {
  t.equal(inTurn([]), '')
  t.equal(inTurn(['opens', 'closes', 'opens', 'closes']), 'opens, closes, opens, closes')
  const turn = ['opens', 'reads', 'closes']
  t.equal(
    inTurn(['gets ready', ...turn, ...turn, ...turn, 'opens', 'reads']),
    'gets ready, 3 times: opens, reads, closes; opens, reads',
  )
  t.equal(inTurn([...turn, ...turn, ...turn]), '3 times: opens, reads, closes')
  t.end()
})
