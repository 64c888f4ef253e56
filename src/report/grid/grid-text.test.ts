import t from 'tap'
import type { CellResult } from '../../model/contract/result.ts'
import { frozen, hostile, passed, written } from '../result.fixture.ts'
import { gridTable } from './grid-text.ts'

const on = (label: string, version: string) => ({ qemu: { label, path: '/cache/q', version } })
const old = on('debian-bullseye', '5.2.0 (Debian 1:5.2+dfsg-11)')
const sid = on('debian-sid', '11.1.3')
const grid = (...results: CellResult[]) => written(write => gridTable(write, { colour: false }), results)

void t.test('outcomes, edges, repeats, and what is not documented', async t => {
  t.equal(
    grid(
      passed(old),
      passed({ ...sid, outcome: 'fail', symptom: 'loss', expected: false }),
      frozen({ ...old, repeat: 1 }),
      frozen({ ...old, repeat: 2, outcome: 'inconclusive', expected: true }),
      frozen(sid),
      passed({ case: 'tls', ...sid }),
    ),
    `             5.2.0                 11.1.3
             debian-bullseye, tcg  debian-sid, tcg
unix-server  ✔ pass (last good)    ✖ loss !! (first bad)
debugcon     = freeze (1 of 2)     = freeze
tls                                ✔ pass
(= fails as documented, !! unexpected)

`,
  )
})

void t.test('a first reader is told that documented failures are fine', async t => {
  t.match(grid(frozen(old)), '\n(= fails as documented)\n')
  t.notMatch(grid(passed(old)), '(')
})

void t.test('nothing to say, and foreign text', async t => {
  t.equal(grid(), '')
  for (const character of ['\u001b', '\u0007', '\u202e']) t.notOk(grid(hostile()).includes(character))
})
