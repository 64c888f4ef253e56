import t from 'tap'
import { parseBeat } from './heartbeat.ts'
import { lineTaker } from './lines.ts'
import { parseSample } from './progress.ts'

void t.test('text in any pieces becomes complete lines', async t => {
  const lines: string[] = []
  const take = lineTaker(line => lines.push(line))
  for (const piece of ['one\ntw', 'o\r\n', '', 'thr', 'ee\n', 'rest']) take(piece)
  t.same(lines, ['one', 'two', 'three'])
})

void t.test('beats are parsed; partial and foreign lines are ignored', async t => {
  t.same(parseBeat('b 12 3.45'), { count: 12, guestMs: 3450 })
  for (const line of ['b 12', 'b 12 3.45 6', 'ready', '', '2 3.45']) t.equal(parseBeat(line), null, line)
})

void t.test('samples are parsed; partial and foreign lines are ignored', async t => {
  const line = 'p 71 4423680 S wait_port_writable 1 9.21'
  t.same(parseSample(line), { bytes: 4423680, state: 'S', waitsIn: 'wait_port_writable', guestMs: 9210 })
  t.match(parseSample('p 71 4096 S 0 1 9.21'), { waitsIn: 'write' }, 'a kernel without wchan')
  t.match(parseSample('p 71 4096 R 0 running 9.21'), { waitsIn: '0' })
  for (const torn of ['p 71', 'p 71 - S ? ? 9.21', 'sh: not found', ''])
    t.equal(parseSample(torn), null, torn)
})
