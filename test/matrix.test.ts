import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { CellResult } from '../src/model/contract/result.ts'
import { readEvidence } from '../src/results/evidence-folder.ts'
import { readResults } from '../src/results/results-folder.ts'
import { inPlanOrder } from '../src/results/results-text.ts'
import { chardevFc } from './support/command.ts'
import { equipment } from './support/guest.ts'

function folder(t: Test): string {
  const home = mkdtempSync(join(tmpdir(), 'cfc-matrix-'))
  t.teardown(() => rmSync(home, { recursive: true }))
  mkdirSync(join(home, 'state'))
  return home
}

/** A busy host may make a cell inconclusive: that is no trouble of the matrix. */
const fine = [0, 2]
const what = ({ result }: { result: CellResult }) => [result.case, result.qemu.path]

void t.test('two shards are joined, cut short, and gone on with', async t => {
  const { qemu } = await equipment()
  const home = folder(t)
  const at = (name: string) => join(home, name)
  const env = { XDG_STATE_HOME: at('state') }
  // One binary, named twice: it is played once.
  const args = ['matrix', 'reconnect', 'never-connects', '--qemu', qemu.path, '--qemu', qemu.path, '-j', '1']
  for (const shard of ['1/2', '2/2']) {
    const place = at(`shard-${shard[0]}`)
    const { exitCode, stdout, stderr } = await chardevFc([...args, '--shard', shard, '--results', place], env)
    t.ok(fine.includes(exitCode ?? -1), stderr)
    t.match(readResults(place), {
      testRun: { plan: { cells: 1, shard: { wholeCells: 2 } } },
      cells: { length: 1 },
    })
    t.match(stdout, new RegExp(`\\n +${qemu.version}\\n`), 'a grid')
  }

  const shards = [at('shard-2'), at('shard-1')]
  const reports = ['tap', 'html'].flatMap(kind => ['--report', `${kind}=${at(kind)}`])
  const joined = await chardevFc(['merge', ...shards, '--results', at('all'), ...reports], env)
  t.ok(fine.includes(joined.exitCode ?? -1), joined.stderr)
  t.match(joined.stdout, /\nreconnect +\S[\s\S]*\nnever-connects +\S[\s\S]*\n2 cells: /)
  const { testRun, cells } = readResults(at('all'))
  t.strictSame(testRun.plan, { cells: 2 })
  t.strictSame(inPlanOrder(cells).map(what), [
    ['reconnect', qemu.path],
    ['never-connects', qemu.path],
  ])
  for (const { files } of cells) {
    const { history } = readEvidence(join(at('all'), files ?? ''))
    t.ok(
      history.some(one => one.kind === 'phase' && one.phase === 'end'),
      'the whole journal came along',
    )
  }
  t.match(
    readFileSync(at('tap'), 'utf8'),
    /^ok 1 - reconnect on[\s\S]*^ok 2 - never-connects on[\s\S]*^1\.\.2$/m,
  )
  t.match(readFileSync(at('html'), 'utf8'), 'data-line="cell-2-line"')

  const half = await chardevFc(['merge', at('shard-1')], env)
  t.equal(half.exitCode, 69)
  t.match(half.stdout, 'only 1 of 2 cells were run')
  t.match(half.stderr, 'shard 2/2 is missing')

  cpSync(at('all'), at('cut'), { recursive: true })
  const lines = readFileSync(join(at('cut'), 'results.jsonl'), 'utf8').split('\n')
  writeFileSync(join(at('cut'), 'results.jsonl'), `${lines.slice(0, 2).join('\n')}\n{"kind":"ce`)
  const gone = await chardevFc([...args, '--results', at('cut'), '--resume', '--json'], env)
  t.ok(fine.includes(gone.exitCode ?? -1), gone.stderr)
  t.match(gone.stderr, 'Already done: 1 of 2 cells')
  t.match(JSON.parse(gone.stdout).results, [{ case: 'reconnect' }, { case: 'never-connects' }])
  t.match(readResults(at('cut')), { cutShort: false, cells: { length: 2 } })

  const other = await chardevFc([...args, '--repeat', '2', '--results', at('cut'), '--resume'], env)
  t.equal(other.exitCode, 64)
  t.match(other.stderr, 'it has 2 cells, and this is 4 cells')
  const paced = await chardevFc([...args, '--as-documented', '--results', at('cut'), '--resume'], env)
  t.match(paced.stderr, 'it has 2 cells, and this is 2 cells --as-documented')
  const same = await chardevFc(['diff', at('all'), at('all'), '--json'])
  t.equal(same.exitCode, 0)
  t.match(JSON.parse(same.stdout), {
    schema: 2,
    changed: false,
    cells: [{ change: 'none' }, { change: 'none' }],
  })
  const less = await chardevFc(['diff', at('all'), at('shard-1')])
  t.equal(less.exitCode, 1)
  t.match(less.stdout, '1 only in the first')
})

void t.test(
  'a test run that is joined again out of its own history stays, also when it was whole before',
  async t => {
    const { qemu } = await equipment()
    const home = folder(t)
    const at = (name: string) => join(home, name)
    const env = { XDG_STATE_HOME: at('state') }
    const args = ['matrix', 'reconnect', 'never-connects', '--qemu', qemu.path, '-j', '1']
    for (const index of [1, 2])
      await chardevFc([...args, '--shard', `${index}/2`, '--results', at(`s${index}`)], env)
    const merge = (...folders: string[]) => chardevFc(['merge', ...folders, '--history', at('history')], env)
    await merge(at('s1'), at('s2'))
    const [name = ''] = readdirSync(at('history'))
    const whole = join(at('history'), name)
    const again = await merge(whole)
    t.ok(fine.includes(again.exitCode ?? -1), again.stderr)
    t.same(readdirSync(at('history')), [name])
    t.equal(readResults(whole).cells.length, 2)
    t.equal(readEvidence(join(whole, readResults(whole).cells[0]?.files ?? '')).history.length > 0, true)
    const half = await merge(at('s1'))
    t.match(half.stderr, 'kept the earlier copy of this test run, which has 2 cells; this one has 1')
    t.equal(readResults(whole).cells.length, 2)

    rmSync(at('s1'), { recursive: true })
    await chardevFc([...args, '--shard', '1/2', '--results', at('s1')], env)
    const rerun = await merge(at('s1'), at('s2'))
    t.ok(fine.includes(rerun.exitCode ?? -1), rerun.stderr)
    t.same(readdirSync(at('history')), [name], 'the shard that began first was played anew: the same round')

    rmSync(join(at('s2'), 'cells'), { recursive: true })
    const torn = await merge(at('s1'), at('s2'))
    t.equal(torn.exitCode, 64)
    t.match(torn.stderr, /s2\/cells\/1-\S+ is missing: copy the whole results folder/)
    t.equal(readResults(whole).cells.length, 2)
  },
)

void t.test('a command that ends before anything is played leaves no folder of results', async t => {
  const home = folder(t)
  const keep = ['--results', join(home, 'results'), '--history', join(home, 'history')]
  const { exitCode } = await chardevFc(['matrix', '--qemu', '/nowhere/qemu', ...keep])
  t.equal(exitCode, 64)
  t.same(readdirSync(home), ['state'])
})

void t.test('words that mean no QEMU, and options that do not go together: one line', async t => {
  const bad: [string[], RegExp][] = [
    [['--qemu', ''], /--qemu: got an empty value/],
    [['--qemu', 'no-such-qemu'], /'no-such-qemu' is neither a program \(here or on PATH\) nor a label/],
    [['--qemu', '/nowhere/*/qemu'], /--qemu: no program matches '\/nowhere\/\*\/qemu'/],
    [['--shard', '3/2'], /--shard: expected I\/N such as 1\/3/],
    [['--repeat', '0'], /expected a number of runs of each cell \(--repeat\) from 1 to 999, got '0'/],
    [['--results', ''], /--results: got an empty value/],
    [['--resume'], /--resume needs --results DIR/],
    [['--only', 'unix-serve'], /did you mean 'unix-server'/],
  ]
  for (const [args, words] of bad) {
    const { exitCode, stdout, stderr } = await chardevFc(['matrix', ...args])
    t.equal(exitCode, 64, args.join(' '))
    t.equal(stdout, '')
    t.match(stderr, words)
    t.equal(stderr.trim().split('\n').length, 1, stderr)
  }
})
