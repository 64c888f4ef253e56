import t from 'tap'
import type { CellResult } from '../model/contract/result.ts'
import type { Plan } from '../model/contract/test-run.ts'
import { UsageError } from '../model/errors.ts'
import { inShard } from '../plan/shards.ts'
import { frozen, passed, testRun } from '../report/result.fixture.ts'
import { merged, type Part } from './merged.ts'

const endedAt = '2026-01-03T02:01:00.000Z'
const plays: readonly CellResult[] = ['keep-open', 'null', 'tls', 'udp-read', 'unix-server'].flatMap(id => [
  passed({ case: id, repeat: 1 }),
  frozen({ case: id, repeat: 2 }),
])

function part(path: string, plan: Plan, results: readonly CellResult[], startedAt = testRun.startedAt): Part {
  const cells = results.map((result, index) => ({
    ...{ number: index + 1, place: plays.indexOf(result) + 1, endedAt, files: null, result },
  }))
  return { path, results: { schema: 2, testRun: { ...testRun, startedAt, plan }, cells, cutShort: false } }
}

function shard(index: number, of: number, wholeCells = plays.length): Part {
  const weighed = plays.map(result => ({ key: `${result.case} ${result.repeat}`, seconds: null, result }))
  const own = inShard(weighed, { index, of }).map(({ result }) => result)
  // In whatever order they ended.
  return part(`s${index}`, { cells: own.length, shard: { index, of, wholeCells } }, own.toReversed())
}

void t.test('all shards together equal the undivided test run', async t => {
  const whole = merged([part('whole', { cells: plays.length }, plays)])
  for (const of of [1, 2, 3, 20]) {
    const parts = Array.from({ length: of }, (_, index) => shard(index + 1, of)).toReversed()
    const all = merged(parts)
    t.strictSame(
      all.cells.map(({ cell }) => cell.result),
      plays,
      `${of}`,
    )
    t.strictSame({ ...all.testRun, machine: null }, { ...whole.testRun, machine: null })
    t.strictSame(all.lacks, [])
  }
})

void t.test('missing parts are reported', async t => {
  const [first, , third] = [shard(1, 3), shard(2, 3), shard(3, 3)]
  t.match(merged([first, third]), { testRun: { plan: { cells: 10 } }, lacks: ['shard 2/3 is missing'] })
  const short = { ...third, results: { ...third.results, cells: third.results.cells.slice(1) } }
  t.match(merged([first, shard(2, 3), short]).lacks, ['s3 has 2 of its 3 cells'])
  const whole = part('whole', { cells: 10 }, plays)
  t.match(merged([whole], 2).lacks, ['only 1 of 2 results folders are given'])
  t.strictSame(merged([whole], 1).lacks, [])
  t.throws(() => merged([first, third], 1), /--parts is 1, but 2 results folders are given/)
})

void t.test('a test run --as-documented is merged only with others of its kind', async t => {
  const slow = (path: string, results: readonly CellResult[]) =>
    part(path, { cells: results.length, asDocumented: true }, results)
  const both = merged([slow('a', plays.slice(0, 2)), slow('b', plays.slice(2))])
  t.strictSame(both.testRun.plan, { cells: 10, asDocumented: true })
  t.throws(() => merged([slow('a', plays.slice(0, 2)), part('b', { cells: 8 }, plays.slice(2))]), {
    name: 'UsageError',
    message: /cannot merge a, which was run --as-documented, with b, which was not/,
  })
})

void t.test('test runs that are no shards are merged if they have no cell in common', async t => {
  const [some, more] = [plays.slice(0, 2), plays.slice(2)]
  const parts = [part('b', { cells: 8 }, more, '2026-01-04T00:00:00Z'), part('a', { cells: 2 }, some)]
  const all = merged(parts)
  t.match(all, { testRun: { startedAt: testRun.startedAt, plan: { cells: 10 } }, lacks: [] })
  t.strictSame(
    all.cells.map(({ from }) => from),
    [...more.map(() => 'b'), ...some.map(() => 'a')],
  )
})

void t.test('incompatible parts are a one-line error', async t => {
  const bad: [Part[], string][] = [
    [[], 'no results folder given'],
    [[shard(1, 2), { ...shard(1, 2), path: 'other' }], 's1 and other are both shard 1/2: leave one out'],
    [
      [shard(1, 2), shard(2, 2, 12)],
      'these shards belong to different plans: s1 is one of 2 shards with 10 cells in all, s2 one of 2 with 12; run them with the same cases, QEMUs and --repeat',
    ],
    [
      [
        shard(1, 2),
        { ...shard(2, 2), results: { ...shard(2, 2).results, cells: shard(1, 2).results.cells } },
      ],
      's1 and s2 both have keep-open on debian-bookworm: were they run with the same --history?',
    ],
    [
      [part('a', { cells: 1 }, plays.slice(0, 1)), part('b', { cells: 1 }, plays.slice(0, 1))],
      'a and b both have keep-open on debian-bookworm: leave one of them out',
    ],
  ]
  for (const [parts, message] of bad) t.throws(() => merged(parts), new UsageError(message))
})
