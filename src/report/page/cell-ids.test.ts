import t from 'tap'
import type { CellResult } from '../../model/contract/result.ts'
import { hostile, hostileText, passed } from '../result.fixture.ts'
import { caseId, cellIds, testRunId } from './cell-ids.ts'

const ids = (...results: readonly CellResult[]) => [...cellIds(results).values()].map(({ id }) => id)

void t.test('case and version are enough where no other cell has them', async t => {
  t.strictSame(
    [...cellIds([passed(), passed({ case: 'hub' })]).values()],
    [
      { id: 'unix-server@7.2.22', whole: 'unix-server@7.2.22,debian-bookworm,tcg' },
      { id: 'hub@7.2.22', whole: 'hub@7.2.22,debian-bookworm,tcg' },
    ],
  )
})

void t.test('what tells cells apart does not depend on their order', async t => {
  const built = { label: '~/qemu/build', path: '/home/me/qemu/build', version: '7.2.22' }
  const results = [
    passed(),
    passed({ accel: 'kvm' }),
    passed({ qemu: built }),
    passed({ machine: 'q35', repeat: 2 }),
  ]
  const whole = [
    'unix-server@7.2.22,debian-bookworm,tcg',
    'unix-server@7.2.22,debian-bookworm,kvm',
    'unix-server@7.2.22,-qemu-build,tcg',
    'unix-server@7.2.22,debian-bookworm,tcg,q35,2',
  ]
  t.strictSame(ids(...results), whole)
  t.strictSame(ids(...results.toReversed()), whole.toReversed())
})

void t.test('ids are unique and need no escape, whatever the names are', async t => {
  const all = [
    ...ids(hostile(), hostile({ case: `${hostileText}!` }), hostile({ case: '' }), passed({ case: 'ä b' })),
    caseId(hostileText),
    testRunId('2026-01-03T02:00:00.000Z'),
  ]
  t.equal(new Set(all).size, all.length)
  for (const id of all) t.match(id, /^[\w@,.+-]{1,200}$/)
})
