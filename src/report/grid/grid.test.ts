import t from 'tap'
import { frozen, passed } from '../result.fixture.ts'
import { gridOf } from './grid.ts'

const on = (version: string, label = version) => ({ qemu: { label, path: `/cache/${label}`, version } })

void t.test('columns go by version, rows as they come; what was not played is empty', async t => {
  const { columns, rows } = gridOf([
    passed(on('10.0.13')),
    passed(on('7.2.22')),
    frozen(on('11.1.3')),
    passed({ ...on('7.2.22'), accel: 'kvm' }),
    passed({ ...on('7.2.22'), start: 'warm' }),
  ])
  t.strictSame(
    columns.map(({ qemu, accel }) => `${qemu.version} ${accel}`),
    ['7.2.22 tcg', '7.2.22 kvm', '10.0.13 tcg', '11.1.3 tcg'],
  )
  t.strictSame(
    rows.map(row => [row.case, ...row.fields.map(field => field?.worst.outcome ?? null)]),
    [
      ['unix-server', 'pass', 'pass', 'pass', null],
      ['debugcon', null, null, null, 'fail'],
    ],
  )
})

void t.test('edges lie between neighbours that say something', async t => {
  const row = (...outcomes: ('pass' | 'fail' | 'inconclusive' | 'skip')[]) =>
    gridOf(
      outcomes.map((outcome, index) => passed({ ...on(`${index + 1}.0.0`), outcome })),
    ).rows[0]?.fields.map(field => field?.edges)
  t.strictSame(row('pass', 'pass', 'fail', 'fail'), [[], ['last-good'], ['first-bad'], []])
  t.strictSame(row('pass', 'inconclusive', 'fail'), [['last-good'], [], ['first-bad']])
  t.strictSame(row('fail', 'pass', 'fail'), [['last-bad'], ['first-good', 'last-good'], ['first-bad']])
  t.strictSame(row('skip', 'fail', 'fail'), [[], [], []])
})

void t.test('builds of one version are in no order: between them is no edge', async t => {
  const [good, bad] = [passed(on('9.2.50', 'a')), passed({ ...on('9.2.50', 'b'), outcome: 'fail' })]
  const edges = (...results: Parameters<typeof gridOf>[0]) =>
    gridOf(results).rows[0]?.fields.map(field => field?.edges)
  t.strictSame(edges(good, bad), [[], []])
  t.strictSame(edges(passed(on('9.1.0')), bad), [['last-good'], ['first-bad']])
  const [old, late] = [passed(on('9.1.0')), passed({ ...on('10.0.0'), outcome: 'fail' })]
  const [a, b] = [passed({ ...on('9.2.50', 'a'), outcome: 'fail' }), passed(on('9.2.50', 'b'))]
  t.strictSame(edges(old, good, bad, late), [[], [], [], []], 'nor beside them, if they disagree')
  t.strictSame(edges(old, a, b, late), [[], [], [], []], 'whatever their labels')
  t.strictSame(edges(old, bad, { ...a, accel: 'tcg' }, late), [['last-good'], ['first-bad'], [], []])
})

void t.test('edges are those of one accelerator', async t => {
  const both = (version: string, different: { outcome?: 'fail' } = {}) => [
    passed({ ...on(version), ...different }),
    passed({ ...on(version), outcome: 'fail', accel: 'kvm' }),
  ]
  const edges = gridOf([...both('7.2.22'), ...both('10.0.13'), ...both('11.1.3', { outcome: 'fail' })])
    .rows[0]
  t.strictSame(
    edges?.fields.map(field => field?.edges),
    [[], [], ['last-good'], [], ['first-bad'], []],
  )
})

void t.test('of several plays the worst counts, a surprise above all', async t => {
  const field = gridOf([
    passed({ repeat: 1 }),
    passed({ repeat: 2, outcome: 'inconclusive' }),
    passed({ repeat: 3, outcome: 'fail', symptom: 'loss', expected: false }),
    passed({ repeat: 4, outcome: 'error', expected: false }),
  ]).rows[0]?.fields[0]
  t.equal(field?.worst.repeat, 3)
  t.equal(field?.results.length, 4)
})
