import t from 'tap'
import type { CellResult } from '../../model/contract/result.ts'
import { frozen, hostile, passed } from '../result.fixture.ts'
import { differencesOf, isChanged } from './difference.ts'
import { differenceText } from './difference-text.ts'

const sid = { qemu: { label: 'debian-sid', path: '/q', version: '11.1.3' } }
const lost = passed({ outcome: 'fail', symptom: 'loss', expected: false, because: 'bytes are missing' })
const changes = (before: CellResult[], after: CellResult[]) =>
  differencesOf(before, after).map(({ case: played, change }) => `${played} ${change}`)

void t.test('what changed is an outcome, a symptom, or what is documented', async t => {
  t.strictSame(changes([passed(), frozen()], [passed({ start: 'warm' }), frozen()]), [
    'unix-server none',
    'debugcon none',
  ])
  t.strictSame(changes([passed()], [lost]), ['unix-server outcome'])
  t.strictSame(changes([frozen()], [frozen({ symptom: 'stuck' })]), ['debugcon outcome'])
  t.strictSame(changes([frozen()], [frozen({ expected: false })]), ['debugcon outcome'])
  t.strictSame(changes([passed(), frozen()], [frozen(), passed(sid), passed({ case: 'tls' })]), [
    'debugcon none',
    'unix-server added',
    'tls added',
    'unix-server removed',
  ])
})

void t.test('one QEMU on each side: they are compared, whatever they are called', async t => {
  t.strictSame(changes([passed(), frozen()], [passed(sid), frozen(sid)]), [
    'unix-server none',
    'debugcon none',
  ])
})

void t.test('of several repeats the worst counts, and the median of their numbers', async t => {
  const before = [1, 2, 3].map(repeat => passed({ repeat, seconds: repeat }))
  const [one] = differencesOf(before, [passed({ repeat: 1 }), { ...lost, repeat: 2 }])
  t.match(one, { change: 'outcome', before: { plays: 3, figures: { seconds: 2 } }, after: { plays: 2 } })
})

void t.test('numbers that are far apart are told, but change nothing', async t => {
  const more = passed({ numbers: { acceptedBytes: 4_423_680, longestSilenceMs: { ssh: 141, serial: 1500 } } })
  const differences = differencesOf([passed()], [more])
  t.match(differences, [{ change: 'numbers' }])
  t.notOk(differences.some(isChanged))
  t.match(changes([passed()], [passed({ seconds: 12, numbers: { acceptedBytes: 708_608 } })]), [
    'unix-server none',
  ])
})

void t.test('for the console', async t => {
  const before = [passed(), frozen(), passed({ case: 'tls' }), passed({ case: 'hub' })]
  const text = differenceText(differencesOf(before, [lost, frozen({ seconds: 80 })]), { colour: false })
  t.equal(
    text,
    `✖ unix-server · QEMU 7.2.22 (debian-bookworm, tcg) · pass → unexpected loss
  was: the guest lived on while its writer was blocked, and all came through
  is:  bytes are missing
  accepted 688 KiB → 688 KiB · longest silence 141 ms → 141 ms · took 9.1 s → 9.1 s

= debugcon · QEMU 7.2.22 (debian-bookworm, tcg) · freeze, as documented, different numbers
  vCPU 0 retries a write that the host does not take; 278 bytes accepted
  accepted 278 bytes → 278 bytes · longest silence 2.0 s → 2.0 s · took 8.0 s → 80.0 s

✔ tls · only in the first: QEMU 7.2.22 (debian-bookworm, tcg) · pass
✔ hub · only in the first: QEMU 7.2.22 (debian-bookworm, tcg) · pass

4 cells: 1 with a different outcome, 1 with different numbers only, 2 only in the first, 0 unchanged
`,
  )
  const foreign = differenceText(differencesOf([passed()], [hostile()]), { colour: false })
  for (const character of ['\u001b', '\u0007', '\u202e']) t.notOk(foreign.includes(character))
})
